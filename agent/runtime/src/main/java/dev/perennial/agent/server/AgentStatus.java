package dev.perennial.agent.server;

import dev.perennial.agent.duplex.Containers;
import dev.perennial.agent.duplex.Duplexer;
import dev.perennial.agent.duplex.MoveCheck;
import dev.perennial.agent.gate.HeldTimes;
import dev.perennial.agent.history.RejuvenationHistory;
import dev.perennial.agent.load.LoadMeter;
import dev.perennial.agent.log.Suppressed;
import dev.perennial.agent.settings.Key;
import dev.perennial.agent.settings.Settings;
import dev.perennial.agent.status.ClusterStatus;
import dev.perennial.agent.status.GentleFigures;
import dev.perennial.agent.status.HeldRequests;
import dev.perennial.agent.status.PastRejuvenation;
import dev.perennial.agent.status.ServerStatus;
import dev.perennial.agent.status.StateItem;
import dev.perennial.agent.status.StatusSource;
import dev.perennial.coordinator.aging.Judgement;
import dev.perennial.coordinator.aging.Verdict;
import dev.perennial.coordinator.roster.ClusterView;
import dev.perennial.coordinator.roster.Mode;
import dev.perennial.coordinator.roster.Report;
import dev.perennial.coordinator.roster.Role;
import dev.perennial.coordinator.roster.ServerEntry;
import dev.perennial.coordinator.roster.Stage;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is known of this server and its cluster, for all that show it. Thread-safe. */
public final class AgentStatus implements StatusSource, Reach.View {
  private final String name;
  private final Settings settings;
  private final Operator operator;
  private final Containers containers;
  private final LoadMeter load;
  private final Duplexer duplexer;
  private final MoveCheck moves;
  private final HeldTimes held;
  private final RejuvenationHistory history;

  private volatile Judgement judgement =
      new Judgement(Verdict.STABLE, "nothing has been measured yet", null, List.of());
  private volatile ApplicationProbe.Look look =
      new ApplicationProbe.Look("it was not asked yet", "");

  /** Why this server serves alone; empty while it is in a cluster, or on its way there. */
  private volatile String alone = "";

  /** Why it is of little use to be in the cluster; empty if it is not. */
  private volatile String lonely = "";

  private volatile GentleFigures gentle = GentleFigures.NONE;

  private volatile @Nullable ServerEntry entry;
  private volatile Optional<ClusterStatus> cluster = Optional.empty();

  /**
   * @param held how long requests were held in this life
   */
  public AgentStatus(
      String name,
      Settings settings,
      Operator operator,
      Containers containers,
      LoadMeter load,
      Duplexer duplexer,
      MoveCheck moves,
      HeldTimes held,
      RejuvenationHistory history) {
    this.name = name;
    this.settings = settings;
    this.operator = operator;
    this.containers = containers;
    this.load = load;
    this.duplexer = duplexer;
    this.moves = moves;
    this.held = held;
    this.history = history;
  }

  /** Takes the last judgement of this server's aging. */
  public void judged(Judgement next) {
    judgement = next;
  }

  /** Returns the last judgement of this server's aging. */
  public Judgement judgement() {
    return judgement;
  }

  /**
   * Takes what the roster says.
   *
   * @param view all that a plan would be made from; empty while it is not known
   * @param leader name of the member that plans, if that is this one
   */
  public void cluster(ServerEntry self, Optional<ClusterView> view, @Nullable String leader) {
    entry = self;
    cluster = view.map(v -> new ClusterStatus(v, leader));
  }

  /** This server is not on the roster, or not any more. */
  public void off() {
    entry = null;
  }

  @Override
  public ServerStatus server() {
    ServerEntry self = entry;
    Role role = self == null ? settings.choice(Key.ROLE, Role.class) : self.role();
    Stage stage = self == null ? Stage.JOINING : self.stage();
    boolean listed = role == Role.PRIMARY && stage.isServing();
    boolean available = !alone.isEmpty() ? !containers.all().isEmpty() : listed && isHealthy();
    return new ServerStatus(
        name,
        role,
        stage,
        self == null ? "not on the roster yet" : self.reason(),
        self == null ? null : self.successor(),
        self == null ? 0 : self.incarnation(),
        settings.choice(Key.MODE, Mode.class),
        settings.choice(Key.ACTION, Report.Action.class),
        operator.order(),
        judgement,
        available,
        readyReason(listed, role, stage),
        ManagementFactory.getRuntimeMXBean().getUptime() / 1000.0,
        containers.sessions(),
        load.sample().requests(),
        self == null ? 0 : self.round(),
        Suppressed.total() + PerennialBridge.suppressedCount(),
        duplexer.progress());
  }

  private String readyReason(boolean listed, Role role, Stage stage) {
    String why = alone;
    if (!why.isEmpty()) {
      return why;
    }
    String because = readyInCluster(listed, role, stage);
    String company = lonely;
    return company.isEmpty() ? because : because + "; " + company;
  }

  private String readyInCluster(boolean listed, Role role, Stage stage) {
    ApplicationProbe.Look now = look;
    if (!now.healthy()) {
      String why = "the application does not answer: " + now.refusal();
      return listed ? why : role + ", " + stage + "; " + why;
    }
    return listed
        ? "on the available list"
        : role + ", " + stage + (now.cold().isEmpty() ? "" : "; " + now.cold());
  }

  /** Takes what a look at the application has shown. */
  public void looked(ApplicationProbe.Look now) {
    look = now;
  }

  /** Returns whether the application answered the last time. */
  public boolean isHealthy() {
    return look.healthy();
  }

  /** There is no list to be on: this server serves as without the agent. */
  @Override
  public void alone(String why) {
    alone = why;
  }

  @Override
  public void member(String little) {
    lonely = little;
    alone = "";
  }

  @Override
  public Optional<ClusterStatus> cluster() {
    return cluster;
  }

  @Override
  public List<PastRejuvenation> history() {
    return history.all();
  }

  /** Takes what the gentle steps have done in this life. */
  public void gentle(GentleFigures figures) {
    gentle = figures;
  }

  @Override
  public GentleFigures gentle() {
    return gentle;
  }

  @Override
  public HeldRequests held() {
    return HeldView.of(held);
  }

  @Override
  public List<StateItem> state() {
    return moves.items().stream()
        .map(
            item ->
                new StateItem(
                    item.name(),
                    item.kind(),
                    item.moves(),
                    item.count(),
                    item.bytes(),
                    item.detail()))
        .toList();
  }

  /** Returns the size of all that would move, as last measured. */
  public long stateBytes() {
    return moves.size().bytes();
  }
}
