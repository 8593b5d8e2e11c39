import type { GroupItem, LocationItem, TeamItem } from '../../../hris/snapshot.ts';

/** Justworks has departments and nothing else that people belong to, so each one is a team as well. */
function toTeamItem(group: GroupItem): TeamItem {
  const { sourceKey, remoteId, remoteData } = group;
  return {
    model: 'team',
    sourceKey,
    remoteId,
    fields: { name: group.fields.name },
    enumOrigins: {},
    remoteData,
  };
}

/** The places with a team behind them for each department. */
export function withTeams(
  places: readonly (GroupItem | LocationItem)[],
): (GroupItem | LocationItem | TeamItem)[] {
  return [...places, ...places.filter((place) => place.model === 'group').map(toTeamItem)];
}
