package dev.perennial.agent.evidence.heapdump;

/**
 * Which node refers to which. The references of a node are next to each other. Its arrays are not
 * copied.
 *
 * @param starts by node, where its references begin
 * @param ends by node, where they end
 * @param to what they refer to
 */
@SuppressWarnings("ArrayRecordComponent")
record Links(int[] starts, int[] ends, int[] to) {
  int nodes() {
    return starts.length;
  }

  /**
   * Returns the way back.
   *
   * @param from by node, the one before it; negative for none
   */
  static Links children(int[] from) {
    int[] starts = new int[from.length + 1];
    for (int parent : from) {
      if (parent >= 0) {
        starts[parent + 1]++;
      }
    }
    for (int i = 1; i < starts.length; i++) {
      starts[i] += starts[i - 1];
    }
    int[] ends = new int[from.length];
    System.arraycopy(starts, 0, ends, 0, from.length);
    int[] to = new int[starts[from.length]];
    for (int i = 0; i < from.length; i++) {
      if (from[i] >= 0) {
        to[ends[from[i]]++] = i;
      }
    }
    return new Links(starts, ends, to);
  }
}
