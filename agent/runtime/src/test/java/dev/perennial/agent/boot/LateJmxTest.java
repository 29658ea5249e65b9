package dev.perennial.agent.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.agent.jmx.JmxPublisher;
import dev.perennial.agent.log.Log;
import dev.perennial.agent.status.ClusterStatus;
import dev.perennial.agent.status.HeldRequests;
import dev.perennial.agent.status.PastRejuvenation;
import dev.perennial.agent.status.ServerControl;
import dev.perennial.agent.status.ServerStatus;
import dev.perennial.agent.status.StateItem;
import dev.perennial.agent.status.StatusSource;
import dev.perennial.coordinator.aging.Judgement;
import dev.perennial.coordinator.aging.Verdict;
import dev.perennial.coordinator.roster.Mode;
import dev.perennial.coordinator.roster.Report;
import dev.perennial.coordinator.roster.Role;
import dev.perennial.coordinator.roster.Stage;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

class LateJmxTest {
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final Log log =
      Log.toStream(InstantSource.system(), new PrintStream(said, true, StandardCharsets.UTF_8));
  private final MBeanServer server = MBeanServerFactory.newMBeanServer();
  private final FakeStatus status = new FakeStatus();
  private boolean may;
  private final LateJmx jmx = new LateJmx(() -> may, this::publisher, log);

  @Test
  void nothingIsPublishedBeforeItMayBe() throws Exception {
    jmx.look();
    jmx.update();
    assertThat(beans()).isZero();
    may = true;

    jmx.look();

    assertThat(beans()).isPositive();
    assertThat(said.size()).isZero();
  }

  @Test
  void whatIsPublishedIsKeptUpToDate() throws Exception {
    may = true;
    jmx.look();
    long before = beans();
    status.state = List.of(new StateItem("localhost/shop", "sessions", true, 1, 2, ""));

    jmx.update();

    assertThat(beans()).isEqualTo(before + 1);
  }

  @Test
  void whereAnotherAgentHasPublishedItIsSaidOnce() {
    publisher().open();
    may = true;

    jmx.look();
    jmx.look();
    jmx.update();

    assertThat(said.toString(StandardCharsets.UTF_8).lines()).hasSize(1);
  }

  private JmxPublisher publisher() {
    return new JmxPublisher(() -> server, status, new NoControl(), InstantSource.system());
  }

  private long beans() throws Exception {
    return server.queryNames(new ObjectName(JmxPublisher.DOMAIN + ":*"), null).size();
  }

  private static final class FakeStatus implements StatusSource {
    List<StateItem> state = List.of();

    @Override
    public ServerStatus server() {
      return new ServerStatus(
          "s1",
          Role.PRIMARY,
          Stage.IN_SERVICE,
          "test",
          null,
          1,
          Mode.ACTIVE_STANDBY,
          Report.Action.AUTOMATIC,
          Report.Order.NONE,
          new Judgement(Verdict.STABLE, "young", null, List.of()),
          true,
          "",
          1,
          0,
          0,
          0,
          0,
          null);
    }

    @Override
    public Optional<ClusterStatus> cluster() {
      return Optional.empty();
    }

    @Override
    public HeldRequests held() {
      return HeldRequests.NONE;
    }

    @Override
    public List<PastRejuvenation> history() {
      return List.of();
    }

    @Override
    public List<StateItem> state() {
      return state;
    }
  }

  /** Nobody orders anything here. */
  private static final class NoControl implements ServerControl {
    @Override
    public void rejuvenate() {
      throw new AssertionError();
    }

    @Override
    public void rejuvenateWithChanges() {
      throw new AssertionError();
    }

    @Override
    public void approve() {
      throw new AssertionError();
    }

    @Override
    public void hold() {
      throw new AssertionError();
    }

    @Override
    public void release() {
      throw new AssertionError();
    }

    @Override
    public void takeBack() {
      throw new AssertionError();
    }

    @Override
    public String checkMove() {
      throw new AssertionError();
    }
  }
}
