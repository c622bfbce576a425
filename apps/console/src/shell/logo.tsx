/** The mark: a coin in a gate. */
export function Logo({ size }: { readonly size: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <rect x="1" y="1" width="22" height="22" rx="6" fill="var(--p-ink)" />
      <path
        d="M7.5 17.5V11a4.5 4.5 0 0 1 9 0v6.5"
        fill="none"
        stroke="var(--p-on-ink)"
        strokeWidth="2"
        strokeLinecap="round"
      />
      <circle cx="12" cy="12.6" r="1.9" fill="var(--p-on-ink)" />
    </svg>
  );
}
