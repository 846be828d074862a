// How much of something is cooperation and how much conflict.

export function Balance({ cooperation, conflict }: { cooperation: number; conflict: number }) {
  const all = cooperation + conflict;
  if (all === 0) return <span class="soft">neither</span>;
  const label = `${cooperation} cooperative, ${conflict} in conflict`;
  return (
    <span class="bar" role="img" aria-label={label} title={label}>
      <i class="q2" style={{ width: `${(100 * cooperation) / all}%` }} />
      <i class="q4" style={{ width: `${(100 * conflict) / all}%` }} />
    </span>
  );
}
