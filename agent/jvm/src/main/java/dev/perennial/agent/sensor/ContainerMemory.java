package dev.perennial.agent.sensor;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What Linux lets the cgroups of this process have of the memory, and what they use of it: version
 * 2, version 1, and both mounted side by side. Everything is read anew at each call, as limits
 * change in place.
 *
 * <p>What the kernel can take back before it kills is not counted: pages of files, active or not,
 * and (in version 2, which tells it) what it can free of its own caches. That is less than the
 * "working set" of Kubernetes, which counts active file pages: a server that reads many files twice
 * fills its group with them, and nothing comes of it. Shared memory and files in tmpfs count.
 *
 * @param root "/", or a test's folder
 */
public record ContainerMemory(Path root) {
  private static final String UNIFIED = "sys/fs/cgroup";

  /**
   * What a group may still have, from its own limit or that of a group above it.
   *
   * @param used by the group that the process is in, bytes
   * @param limit of it, bytes: what it uses, and the least that it and the groups above it have
   *     left; the same as its own limit where that is the nearest
   * @param group whose limit it is, as a folder
   */
  record Room(long used, long limit, Path group) {}

  /** Where a version of cgroups keeps its figures. */
  private record Layout(String limit, String usage, String stat, List<String> reclaimable) {
    static final Layout V2 =
        new Layout(
            "memory.max",
            "memory.current",
            "memory.stat",
            List.of("inactive_file", "active_file", "slab_reclaimable"));
    static final Layout V1 =
        new Layout(
            "memory.limit_in_bytes",
            "memory.usage_in_bytes",
            "memory.stat",
            List.of("total_inactive_file", "total_active_file"));
  }

  /** Returns it; empty where no group is limited to less than the machine has. */
  Optional<Room> read() {
    long machine = machineBytes();
    for (String line : SystemFile.lines(root.resolve("proc/self/cgroup"))) {
      String[] fields = line.split(":", 3);
      if (fields.length < 3) {
        continue;
      }
      Optional<Room> room = Optional.empty();
      if (fields[1].isEmpty()) {
        room = room(UNIFIED, fields[2], Layout.V2, machine);
      } else if (List.of(fields[1].split(",")).contains("memory")) {
        room = room(UNIFIED + "/memory", fields[2], Layout.V1, machine);
      }
      if (room.isPresent()) {
        return room;
      }
    }
    return Optional.empty();
  }

  /** Returns the memory that all have that share this process's limit, bytes; 0 if not known. */
  long forAllBytes() {
    long machine = machineBytes();
    return read().map(Room::limit).filter(l -> machine <= 0 || l < machine).orElse(machine);
  }

  /** Returns what another process could have here, bytes; 0 if not known. */
  public static long freeBytes() {
    ContainerMemory memory = new ContainerMemory(Path.of("/"));
    long machine =
        1024 * SystemFile.entry(memory.root.resolve("proc/meminfo"), "MemAvailable:").orElse(0);
    return memory.read().map(r -> Math.min(machine, r.limit() - r.used())).orElse(machine);
  }

  /** Returns the machine's memory, bytes; 0 if not known. */
  long machineBytes() {
    return 1024 * SystemFile.entry(root.resolve("proc/meminfo"), "MemTotal:").orElse(0);
  }

  /**
   * A group is limited by those above it, too; inside a container the path may be that of the host
   * and not be there, but the mount's own top is. What grows here grows in each group above, so the
   * one with the least left comes to its end first.
   */
  private Optional<Room> room(String mount, String group, Layout layout, long machine) {
    long used = -1;
    long least = Long.MAX_VALUE;
    Path nearest = root;
    for (Path folder : upwards(mount, group)) {
      long here = used(folder, layout);
      if (here < 0) {
        continue;
      }
      used = used < 0 ? here : used;
      long limit = SystemFile.number(folder.resolve(layout.limit)).orElse(Long.MAX_VALUE);
      boolean limited = machine <= 0 ? limit < 1L << 60 : limit <= machine;
      if (limited && limit - here < least) {
        least = limit - here;
        nearest = folder;
      }
    }
    return least == Long.MAX_VALUE
        ? Optional.empty()
        : Optional.of(new Room(used, used + Math.max(0, least), nearest));
  }

  private List<Path> upwards(String mount, String group) {
    Path top = root.resolve(mount).normalize();
    Path at = root.resolve(mount + "/" + group).normalize();
    // "/../box" is what a process sees that was moved out of its own view of the groups.
    at = at.startsWith(top) ? at : top;
    List<Path> folders = new ArrayList<>();
    while (at != null && at.startsWith(top)) {
      // Without use_hierarchy, as version 1 may be, a group is not charged for those below it.
      boolean counts =
          folders.isEmpty() || SystemFile.number(at.resolve("memory.use_hierarchy")).orElse(1) > 0;
      if (counts) {
        folders.add(at);
      }
      at = at.getParent();
    }
    return folders;
  }

  /** Returns what a group uses and cannot give back, -1 if it says nothing. */
  private static long used(Path folder, Layout layout) {
    long charged = SystemFile.number(folder.resolve(layout.usage)).orElse(-1);
    if (charged < 0) {
      return -1;
    }
    long reclaimable = SystemFile.sum(folder.resolve(layout.stat), layout.reclaimable);
    return Math.max(0, charged - reclaimable);
  }
}
