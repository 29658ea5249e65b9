package dev.perennial.agent.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.agent.alert.Alert;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CertificateWatchTest {
  private final List<String> held = new ArrayList<>();
  private final List<String> lines = new ArrayList<>();
  private final List<String> shownLines = new ArrayList<>();
  private long seconds = 1000;
  private String shown = "CN=s1";
  private String concern = "";
  private Optional<String> tolerated = Optional.empty();
  private final CertificateWatch watch =
      new CertificateWatch(
          "s1",
          "shop",
          new CertificateWatch.Source(() -> shown, () -> concern, () -> tolerated),
          shownLines::add,
          lines::add,
          this::hold,
          () -> Instant.ofEpochSecond(seconds));

  private void hold(List<Alert> present) {
    held.add(
        String.join(
            ",",
            present.stream()
                .map(a -> a.kind() + "@" + a.at().getEpochSecond() + " " + a.text())
                .toList()));
  }

  private void lookFor(long time) {
    for (long until = seconds + time; seconds < until; seconds++) {
      watch.look();
    }
  }

  @Test
  void whereThereIsNothingToSeeToNothingIsSaid() {
    lookFor(200);

    assertThat(lines).isEmpty();
    assertThat(held).hasSize(4).containsOnly("");
  }

  @Test
  void aConcernIsAnAlertWhileItIsThereAndALineADay() {
    concern = "expires soon";
    lookFor(2 * 86_400);

    assertThat(lines).containsExactly("expires soon", "expires soon");
    assertThat(held).containsOnly("CERTIFICATE@1000 s1: expires soon");
    held.clear();
    concern = "";
    lookFor(61);
    assertThat(held).contains("");
  }

  @Test
  void anotherConcernIsSaidAtOnce() {
    concern = "expires soon";
    lookFor(60);
    concern = "has expired";
    lookFor(60);

    assertThat(lines).containsExactly("expires soon", "has expired");
    assertThat(held)
        .containsExactly("CERTIFICATE@1000 s1: expires soon", "CERTIFICATE@1060 s1: has expired");
  }

  @Test
  void whatIsShownIsALineAtFirstAndWhenItIsAnother() {
    lookFor(200);
    shown = "CN=s1, later";
    lookFor(200);

    assertThat(shownLines)
        .containsExactly(
            "cluster: this server shows the certificate of CN=s1",
            "cluster: this server shows the certificate of CN=s1, later");
  }

  @Test
  void whoIsLetInWithoutIsALine() {
    tolerated = Optional.of("the certificate of CN=x is not taken");
    lookFor(1);

    assertThat(lines)
        .containsExactly(
            "a server was let in only because perennial.cluster.certificates is not required here:"
                + " the certificate of CN=x is not taken");
  }
}
