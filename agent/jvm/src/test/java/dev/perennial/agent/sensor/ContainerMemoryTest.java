package dev.perennial.agent.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ContainerMemoryTest {
  private static final long MIB = 1 << 20;

  @TempDir Path root;

  @BeforeEach
  void machineOf24Gib() throws IOException {
    file("proc/meminfo", "MemTotal:       24675540 kB\nMemFree:        1000 kB\n");
  }

  private void file(String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void group2(String folder, String max, long current, String stat) throws IOException {
    file(folder + "/memory.max", max + "\n");
    file(folder + "/memory.current", current + "\n");
    file(folder + "/memory.stat", stat);
  }

  private ContainerMemory.Room room() {
    return new ContainerMemory(root).read().orElseThrow();
  }

  /** As a pod of Kubernetes looks from inside; figures of a Tomcat that serves files. */
  @Test
  void version2CountsWhatTheKernelCannotTakeBack() throws IOException {
    file("proc/self/cgroup", "0::/\n");
    group2(
        "sys/fs/cgroup",
        "419430400",
        402_653_184,
        """
        anon 178257920
        file 209715200
        kernel 12582912
        kernel_stack 1048576
        shmem 4194304
        file_mapped 31457280
        inactive_anon 178257920
        active_anon 4194304
        inactive_file 94371840
        active_file 111149056
        unevictable 0
        slab_reclaimable 6291456
        slab_unreclaimable 2097152
        """);

    assertThat(room().used()).isEqualTo(402_653_184L - 94_371_840 - 111_149_056 - 6_291_456);
    assertThat(room().limit()).isEqualTo(400 * MIB);
    assertThat(room().group()).isEqualTo(root.resolve("sys/fs/cgroup"));
  }

  @Test
  void theGroupWithTheLeastLeftIsTheLimitAndUseIsThatOfTheOwnOne() throws IOException {
    file("proc/self/cgroup", "0::/kube/pod/box\n");
    group2("sys/fs/cgroup/kube/pod/box", "" + 500 * MIB, 200 * MIB, "inactive_file 0\n");
    group2("sys/fs/cgroup/kube/pod", "" + 900 * MIB, 850 * MIB, "inactive_file 0\n");
    group2("sys/fs/cgroup/kube", "max", 3000 * MIB, "inactive_file 0\n");

    assertThat(room())
        .isEqualTo(
            new ContainerMemory.Room(200 * MIB, 250 * MIB, root.resolve("sys/fs/cgroup/kube/pod")));
  }

  @Test
  void aGroupWithoutALimitIsLimitedByThoseAboveIt() throws IOException {
    file("proc/self/cgroup", "0::/system.slice/tomcat.service\n");
    group2("sys/fs/cgroup/system.slice/tomcat.service", "max", 200 * MIB, "");
    group2("sys/fs/cgroup/system.slice", "" + 600 * MIB, 300 * MIB, "");

    assertThat(room().used()).isEqualTo(200 * MIB);
    assertThat(room().limit()).isEqualTo(500 * MIB);
  }

  @Test
  void aGroupBeyondItsLimitHasNothingLeft() throws IOException {
    file("proc/self/cgroup", "0::/\n");
    group2("sys/fs/cgroup", "" + 100 * MIB, 130 * MIB, "");

    assertThat(room().limit()).isEqualTo(130 * MIB);
  }

  @Test
  void limitsAreReadAnew() throws IOException {
    file("proc/self/cgroup", "0::/box\n");
    group2("sys/fs/cgroup/box", "" + 500 * MIB, 200 * MIB, "");
    assertThat(room().limit()).isEqualTo(500 * MIB);

    file("sys/fs/cgroup/box/memory.max", 300 * MIB + "\n");
    assertThat(room().limit()).isEqualTo(300 * MIB);

    file("sys/fs/cgroup/box/memory.max", "max\n");
    assertThat(new ContainerMemory(root).read()).isEmpty();
  }

  @Test
  void version1CountsTheSame() throws IOException {
    file("proc/self/cgroup", "9:name=systemd:/\n4:memory:/docker/0123\n0::/\n");
    group1("sys/fs/cgroup/memory/docker/0123", 400 * MIB, 300 * MIB);
    group1("sys/fs/cgroup/memory/docker", 9223372036854771712L, 800 * MIB);

    assertThat(room().used()).isEqualTo((300 - 20 - 10) * MIB);
    assertThat(room().limit()).isEqualTo(400 * MIB);
  }

  @Test
  void version1InsideOfAContainerSeesItsGroupAsTheTop() throws IOException {
    file("proc/self/cgroup", "4:memory:/docker/0123\n");
    group1("sys/fs/cgroup/memory", 400 * MIB, 300 * MIB);

    assertThat(room().limit()).isEqualTo(400 * MIB);
    file("proc/self/cgroup", "4:memory:/../0123\n");
    assertThat(room().limit()).isEqualTo(400 * MIB);
  }

  @Test
  void version1WithoutHierarchyIsNotLimitedByTheGroupAbove() throws IOException {
    file("proc/self/cgroup", "4:memory:/a/b\n");
    group1("sys/fs/cgroup/memory/a/b", 400 * MIB, 300 * MIB);
    group1("sys/fs/cgroup/memory/a", 100 * MIB, 50 * MIB);
    file("sys/fs/cgroup/memory/a/memory.use_hierarchy", "0\n");

    assertThat(room().limit()).isEqualTo(400 * MIB);
  }

  private void group1(String folder, long limit, long usage) throws IOException {
    file(folder + "/memory.limit_in_bytes", limit + "\n");
    file(folder + "/memory.usage_in_bytes", usage + "\n");
    file(folder + "/memory.use_hierarchy", "1\n");
    file(
        folder + "/memory.stat",
        "cache 1\ninactive_file 5\nactive_file 5\ntotal_inactive_file "
            + 20 * MIB
            + "\ntotal_active_file "
            + 10 * MIB
            + "\n");
  }

  @Test
  void whatIsNoLimitIsNone() throws IOException {
    assertThat(new ContainerMemory(root).read()).isEmpty();
    file("proc/self/cgroup", "4:memory:/a\n0::/\n");
    for (long limit : new long[] {9223372036854771712L, Long.MAX_VALUE, 25L << 30}) {
      group1("sys/fs/cgroup/memory/a", limit, 300 * MIB);
      assertThat(new ContainerMemory(root).read()).as(limit + "").isEmpty();
    }
    Files.delete(root.resolve("proc/meminfo"));
    group1("sys/fs/cgroup/memory/a", 9223372036854771712L, 300 * MIB);
    assertThat(new ContainerMemory(root).read()).isEmpty();
  }

  @Test
  void whatAllShareIsTheContainersOrTheMachines() throws IOException {
    assertThat(new ContainerMemory(root).forAllBytes()).isEqualTo(24675540L * 1024);
    file("proc/self/cgroup", "0::/\n");
    group2("sys/fs/cgroup", "" + 400 * MIB, 30 * MIB, "");
    assertThat(new ContainerMemory(root).forAllBytes()).isEqualTo(400 * MIB);
    Files.delete(root.resolve("proc/meminfo"));
    assertThat(new ContainerMemory(root).forAllBytes()).isEqualTo(400 * MIB);
    Files.delete(root.resolve("proc/self/cgroup"));
    assertThat(new ContainerMemory(root).forAllBytes()).isZero();
  }
}
