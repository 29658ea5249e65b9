package dev.perennial.coordinator.transfer;

/**
 * A message on its way. Whatever was sent by, or meant for, another life of a server counts for
 * nothing; so does anything of another round.
 *
 * @param from the life that sends it
 * @param to the life that it is meant for
 * @param round of the rejuvenation it belongs to; 0 for questions that belong to none
 * @param message what it says
 */
public record Envelope(Life from, Life to, long round, Message message) {
  /** Returns an answer to this one. */
  public Envelope answer(Message answer) {
    return new Envelope(to, from, round, answer);
  }
}
