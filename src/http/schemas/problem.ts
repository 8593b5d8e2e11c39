import { Type, type Static } from 'typebox';

/** Every error of the API; `problem_type` is stable, the texts are for people. */
export const Problem = Type.Object(
  {
    detail: Type.String(),
    errors: Type.Array(
      Type.Object(
        {
          title: Type.String(),
          detail: Type.String(),
          problem_type: Type.String(),
          source: Type.Object({ pointer: Type.String() }, { additionalProperties: false }),
        },
        { additionalProperties: false },
      ),
    ),
  },
  { $id: 'Problem', additionalProperties: false },
);
export type Problem = Static<typeof Problem>;
