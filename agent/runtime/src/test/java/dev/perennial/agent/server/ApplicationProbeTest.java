package dev.perennial.agent.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ApplicationProbeTest {
  private final Scene scene = new Scene();
  private final List<ApplicationProbe.Look> looks = new ArrayList<>();
  private final FakeApplication application = new FakeApplication();

  @Test
  void anApplicationThatAnswersIsHealthyAndWarmedUpOnce() {
    ApplicationProbe probe = probe(false);
    assertThat(probe.isHealthy()).isFalse();

    probe.look();
    probe.look();

    assertThat(probe.isHealthy()).isTrue();
    assertThat(probe.isWarmedUp()).isTrue();
    assertThat(application.warmUps).isEqualTo(1);
    assertThat(looks).hasSize(2).allMatch(ApplicationProbe.Look::healthy);
    assertThat(scene.said()).isEmpty();
  }

  @Test
  void oneThatDoesNotAnswerIsNotWarmedUp() {
    ApplicationProbe probe = probe(false);
    application.refusal = "its answer is 503";

    probe.look();

    assertThat(probe.isHealthy()).isFalse();
    assertThat(probe.isWarmedUp()).isFalse();
    assertThat(application.warmUps).isZero();
    assertThat(looks.get(0).refusal()).isEqualTo("its answer is 503");
  }

  @Test
  void oneThatAnswersNoMoreStaysWarm() {
    ApplicationProbe probe = probe(false);
    probe.look();
    application.refusal = "its answer is 503";

    probe.look();

    assertThat(probe.isHealthy()).isFalse();
    assertThat(probe.isWarmedUp()).isTrue();
  }

  @Test
  void aWarmUpThatFailsIsToldAndTriedAgain() {
    ApplicationProbe probe = probe(true);
    application.outcome = new WarmUp.Outcome(false, "/cart is answered with 500");

    probe.look();
    assertThat(probe.isWarmedUp()).isFalse();
    assertThat(scene.said()).contains("/cart is answered with 500");
    assertThat(looks.get(looks.size() - 1).cold()).isEqualTo("/cart is answered with 500");
    application.outcome = new WarmUp.Outcome(true, "warmed up by 10 requests");
    probe.look();

    assertThat(probe.isWarmedUp()).isTrue();
    assertThat(application.warmUps).isEqualTo(2);
    probe.look();
    assertThat(looks.get(looks.size() - 1).cold()).isEmpty();
    assertThat(scene.said()).contains("over: /cart is answered with 500; warmed up by 10 requests");
  }

  @Test
  void oneWhoseSessionsCouldNotMoveIsNotWarm() {
    ApplicationProbe probe = probe(true);
    application.trial = "class Cart is not known here";

    probe.look();

    assertThat(probe.isHealthy()).isTrue();
    assertThat(probe.isWarmedUp()).isFalse();
    assertThat(scene.said()).contains("not warm: class Cart is not known here; it is tried again");
  }

  private ApplicationProbe probe(boolean tellsWarmUp) {
    return new ApplicationProbe(application, looks::add, tellsWarmUp, scene.log);
  }

  private static final class FakeApplication implements Application {
    @Nullable String refusal;
    WarmUp.Outcome outcome = new WarmUp.Outcome(true, "warmed up by 10 requests");
    String trial = "";
    int warmUps;

    @Override
    public @Nullable String refusal() {
      return refusal;
    }

    @Override
    public WarmUp.Outcome warmUp() {
      warmUps++;
      return outcome;
    }

    @Override
    public String trialMove() {
      return trial;
    }
  }
}
