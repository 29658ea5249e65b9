package dev.perennial.agent.duplex;

/**
 * All that is known of how far a hand-over is; a value.
 *
 * @param version grows by one with each change
 * @param phase where it stands
 * @param detail in words: progress, or why it ended
 * @param passes of copying that are done
 * @param switchEpoch of the roster that asks for the switch-over; 0 before
 * @param switchMillis how long requests were held; 0 before
 */
record RunState(
    long version, Phase phase, String detail, int passes, long switchEpoch, long switchMillis) {
  static final RunState BEGIN = new RunState(0, Phase.OFFERING, "", 0, 0, 0);

  RunState to(Phase next) {
    return to(next, detail);
  }

  RunState to(Phase next, String why) {
    return new RunState(version + 1, next, why, passes, switchEpoch, switchMillis);
  }

  RunState relaying(long heldMillis) {
    return new RunState(
        version + 1,
        Phase.RELAYING,
        "pause " + heldMillis + " ms",
        passes,
        switchEpoch,
        heldMillis);
  }

  RunState withPasses(int done) {
    return new RunState(version + 1, phase, detail, done, switchEpoch, switchMillis);
  }

  RunState withDetail(String words) {
    return new RunState(version + 1, phase, words, passes, switchEpoch, switchMillis);
  }

  /** The first wish to switch over counts, while there is still something to decide. */
  RunState withSwitch(long epoch) {
    boolean early = phase == Phase.OFFERING || phase == Phase.COPYING || phase == Phase.IN_SYNC;
    return early && switchEpoch == 0
        ? new RunState(version + 1, phase, detail, passes, epoch, switchMillis)
        : this;
  }
}
