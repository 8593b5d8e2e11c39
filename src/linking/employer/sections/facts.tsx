/** Names and what is known of each. */
export function Facts({ facts }: { facts: readonly (readonly [name: string, value: string])[] }) {
  return (
    <dl class="facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd class="breakable">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
