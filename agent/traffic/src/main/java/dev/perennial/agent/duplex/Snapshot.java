package dev.perennial.agent.duplex;

import dev.perennial.agent.container.Capture;
import dev.perennial.coordinator.transfer.Digest;
import dev.perennial.coordinator.transfer.StateBytes;
import java.util.List;

/**
 * An item's state as it was captured.
 *
 * @param digest of the state alone: the same as long as that is
 * @param bytes to build it from
 * @param left attributes that are not in it
 */
record Snapshot(Digest digest, StateBytes bytes, List<Capture.Left> left) {}
