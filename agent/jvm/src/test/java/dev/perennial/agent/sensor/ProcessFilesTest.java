package dev.perennial.agent.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProcessFilesTest {
  @TempDir Path root;

  private void file(String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private ProcessFiles files() {
    return new ProcessFiles(root);
  }

  @Test
  void anonymousMemoryIsReadInBytes() throws IOException {
    file("proc/self/status", "Name:\tjava\nVmRSS:\t  120000 kB\nRssAnon:\t   88352 kB\n");

    assertThat(files().anonymousBytes()).hasValue(88352L * 1024);
  }

  @Test
  void aSystemWithoutTheseFilesSaysNothing() {
    assertThat(files().anonymousBytes()).isEmpty();
    assertThat(files().maxThreads()).isEmpty();
  }

  @Test
  void theLeastLimitOfAGroupAndThoseAboveItCounts() throws IOException {
    file("proc/self/limits", "Max processes             96365      96365     processes \n");
    file("proc/self/cgroup", "0::/kube/pod/box\n");
    file("sys/fs/cgroup/kube/pod/box/pids.max", "max\n");
    file("sys/fs/cgroup/kube/pod/pids.max", "512\n");
    file("sys/fs/cgroup/kube/pids.max", "4096\n");

    assertThat(files().maxThreads()).hasValue(512);
  }

  @Test
  void theOlderGroupsAreReadTooAlsoWhereTheirPathIsThatOfTheHost() throws IOException {
    file("proc/self/cgroup", "8:pids:/docker/0123\n4:memory:/docker/0123\n0::/\n");
    file("sys/fs/cgroup/pids/pids.max", "300\n");

    assertThat(files().maxThreads()).hasValue(300);
  }

  @Test
  void limitsAreReadAnew() throws IOException {
    file("proc/self/limits", "Max processes             300      300     processes \n");
    assertThat(files().maxThreads()).hasValue(300);
    file("proc/self/limits", "Max processes             unlimited   unlimited   processes \n");
    assertThat(files().maxThreads()).isEmpty();
  }

  @Test
  void noLimitIsNone() throws IOException {
    file("proc/self/limits", "Max processes             unlimited   unlimited   processes \n");
    file("proc/self/cgroup", "0::/\n");
    file("sys/fs/cgroup/pids.max", "max\n");

    assertThat(files().maxThreads()).isEmpty();
  }
}
