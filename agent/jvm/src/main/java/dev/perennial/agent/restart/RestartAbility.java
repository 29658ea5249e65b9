package dev.perennial.agent.restart;

/** What kind of restart this process can do, found out at its start. */
public sealed interface RestartAbility {

  /** In place. */
  record Exec() implements RestartAbility {}

  /**
   * Only by ending, with a status for the supervisor.
   *
   * @param reason why not in place, and who starts it again, in words
   */
  record ExitOnly(String reason) implements RestartAbility {}

  /**
   * Not at all.
   *
   * @param reason why, in words
   */
  record None(String reason) implements RestartAbility {}
}
