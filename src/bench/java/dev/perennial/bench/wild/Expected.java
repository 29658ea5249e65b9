package dev.perennial.bench.wild;

/** What is to become of a program. */
enum Expected {
  /** Never UNSTABLE, never restarted. */
  LEFT_ALONE,
  /** Never UNSTABLE, and STABLE in the end. */
  STABLE,
  /** UNSTABLE for the right reason with a quarter of its life left. */
  FOUND,
  /** UNSTABLE or CRITICAL for the right reason before its end. */
  TOLD,
  /** UNSTABLE for the right reason long before the hold time is over. */
  EARLY,
  /** Within seconds after nothing but collections runs CRITICAL, or young again. */
  SAVED,
  /** Young again, with evidence. */
  EVIDENCE
}
