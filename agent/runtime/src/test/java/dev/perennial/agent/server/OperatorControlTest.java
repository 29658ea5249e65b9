package dev.perennial.agent.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.agent.log.Audit;
import dev.perennial.agent.log.Log;
import dev.perennial.coordinator.roster.Report;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperatorControlTest {
  private static final InstantSource CLOCK = InstantSource.fixed(Instant.EPOCH);

  @TempDir Path directory;
  private String obstacle = "";
  private String lasting = "";
  private String closed = "";
  private List<String> notChecked = List.of();

  @Test
  void anOrderIsAuditedWithWhoGaveIt() throws IOException {
    Operator operator = new Operator(Report.Action.SUPERVISED);
    control(operator).hold();

    assertThat(operator.order()).isEqualTo(Report.Order.HOLD);
    assertThat(audit()).contains("somebody\thold s1\taccepted");
  }

  @Test
  void aRefusalIsAuditedToo() throws IOException {
    OperatorControl control = control(new Operator(Report.Action.OBSERVE));

    assertThatThrownBy(control::rejuvenate).isInstanceOf(IllegalStateException.class);
    assertThat(audit()).contains("somebody\trejuvenate s1\trejuvenate is refused");
  }

  @Test
  void anOrderThatCannotBeCarriedOutIsRefusedAtOnce() {
    Operator operator = new Operator(Report.Action.SUPERVISED);
    obstacle = "app.jar has changed on disk";

    assertThatThrownBy(control(operator)::rejuvenate).hasMessageContaining("app.jar");
    assertThat(operator.order()).isEqualTo(Report.Order.NONE);
    assertThat(control(operator).checkMove())
        .isEqualTo("restart: app.jar has changed on disk (rejuvenateWithChanges() accepts this)\n");
  }

  @Test
  void anotherVersionIsAcceptedByAnOrderThatSaysSo() throws IOException {
    Operator operator = new Operator(Report.Action.SUPERVISED);
    obstacle = "app.jar has changed on disk";

    control(operator).rejuvenateWithChanges();

    assertThat(operator.order()).isEqualTo(Report.Order.REJUVENATE);
    assertThat(operator.acceptsChanges()).isTrue();
    assertThat(audit()).contains("somebody\trejuvenate with changes s1\taccepted");
  }

  @Test
  void whatCannotStartIsAcceptedByNoOrder() {
    Operator operator = new Operator(Report.Action.SUPERVISED);
    lasting = "agent.jar is gone";

    assertThatThrownBy(control(operator)::rejuvenateWithChanges)
        .hasMessage("rejuvenateWithChanges is refused: agent.jar is gone");
    assertThat(operator.acceptsChanges()).isFalse();
    assertThat(control(operator).checkMove()).isEqualTo("restart: agent.jar is gone\n");
  }

  @Test
  void whatWasNotLookedAtIsSaid() {
    notChecked = List.of("what agents read", "whether a JVM starts");

    assertThat(control(new Operator(Report.Action.SUPERVISED)).checkMove())
        .isEqualTo("restart: possible; not checked: what agents read; whether a JVM starts\n");
  }

  @Test
  void takingBackIsAudited() throws IOException {
    OperatorControl control = control(new Operator(Report.Action.SUPERVISED));

    assertThatThrownBy(control::takeBack).hasMessageContaining("nothing was handed over");
    assertThat(audit()).contains("somebody\ttake back s1\ttakeBack is refused");
  }

  @Test
  void whereNoOrdersAreTakenEachIsRefusedAndAudited() throws IOException {
    closed = "perennial.jmx.operations=false takes no orders over JMX";
    Operator operator = new Operator(Report.Action.AUTOMATIC);
    OperatorControl control = control(operator);
    Map<String, ThrowingCallable> orders =
        Map.of(
            "rejuvenate", control::rejuvenate,
            "rejuvenate with changes", control::rejuvenateWithChanges,
            "approve", control::approve,
            "hold", control::hold,
            "release", control::release,
            "take back", control::takeBack);

    for (Map.Entry<String, ThrowingCallable> order : orders.entrySet()) {
      String refusal = order.getKey() + " is refused: " + closed;
      assertThatThrownBy(order.getValue())
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(refusal);
      assertThat(audit()).contains("somebody\t" + order.getKey() + " s1\t" + refusal);
    }
    assertThat(operator.order()).isEqualTo(Report.Order.NONE);
    assertThat(control.checkMove()).as("changes nothing").isEqualTo("restart: possible\n");
  }

  private OperatorControl control(Operator operator) {
    Log log = Log.toStream(CLOCK, new PrintStream(new ByteArrayOutputStream(), true));
    return new OperatorControl(
        operator,
        () -> "",
        new RestartLook() {
          @Override
          public String obstacle(boolean changesAccepted) {
            return changesAccepted ? lasting : obstacle + lasting;
          }

          @Override
          public List<String> notChecked() {
            return notChecked;
          }
        },
        () -> {
          throw new IllegalStateException("takeBack is refused: nothing was handed over");
        },
        Audit.open(directory, CLOCK, log),
        () -> "somebody",
        closed,
        "s1");
  }

  private String audit() throws IOException {
    return Files.readString(directory.resolve("audit.log"), StandardCharsets.UTF_8);
  }
}
