package dev.perennial.coordinator.transfer;

import org.jspecify.annotations.Nullable;

/** What is to be done after a message came. */
public sealed interface Step {
  /** Send this back. */
  record Answer(Message message) implements Step {}

  /**
   * Build the item from the bytes, visible to nobody; then call {@link TargetLedger#staged} or
   * {@link TargetLedger#stageFailed} and send back what it returns.
   */
  record Build(ItemId id, Version version, Digest digest, StateBytes bytes) implements Step {}

  /**
   * Put the item in place; then call {@link TargetLedger#published} or {@link
   * TargetLedger#publishFailed} and send back what it returns.
   *
   * @param bytes to build it from; null if it is staged in this version
   */
  record Publish(ItemId id, Version version, Digest digest, @Nullable StateBytes bytes)
      implements Step {}

  /** The other server owns it: take it out of its container silently and keep it as staged. */
  record HandedOver(ItemId id, Version version) implements Step {}

  /**
   * The other server will not take it: it is owned and served here again.
   *
   * @param unfit what of it cannot be built there, as in {@link Message.TakeFailed}
   */
  record StillHere(ItemId id, String reason, String unfit) implements Step {}

  /** Release what is staged of the item, if anything, and send the answer. */
  record Discard(ItemId id, Message answer) implements Step {}

  /** Release all that is staged, hand back all that is HERE, and send the answer. */
  record GiveBack(Message answer) implements Step {}

  /**
   * The other server will succeed this one.
   *
   * @param roomBytes heap that it could still take, in bytes; negative if it did not say
   */
  record Accepted(long roomBytes) implements Step {}

  /** The other server has it staged, or said something else that needs nothing to be done. */
  record Noted() implements Step {}

  /**
   * The other server cannot do what was asked.
   *
   * @param unfit what of the item cannot be built there, as in {@link Message.StageFailed}; empty
   *     if the round cannot go on as it is
   */
  record Failed(String reason, String unfit) implements Step {}

  /** It counts for nothing: too late, doubled, or from another life or round. */
  record Dropped(String reason) implements Step {}
}
