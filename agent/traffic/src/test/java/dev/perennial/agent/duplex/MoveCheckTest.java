package dev.perennial.agent.duplex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.agent.container.Listener;
import dev.perennial.agent.part.Parts;
import dev.perennial.coordinator.transfer.ItemId;
import dev.perennial.coordinator.transfer.Message;
import dev.perennial.coordinator.transfer.StateBytes;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the dry run says of a successor is what that has tried. */
@Timeout(60)
final class MoveCheckTest {
  private final TwoServers servers = new TwoServers();
  private final Map<String, String> here = servers.here.sessions;

  @AfterEach
  void end() {
    servers.close();
  }

  private List<String> check(String... others) throws InterruptedException {
    return new MoveCheck(
            TwoServers.containers(servers.here),
            new Parts(ManagementFactory::getPlatformMBeanServer, Runnable::run),
            new Rehearsals("A", servers::toB, () -> List.of(others)))
        .check();
  }

  @Test
  void aSuccessorThatCanReadItIsNamed() throws Exception {
    here.putAll(Map.of("a", "1", "b", "2"));

    assertThat(check("B"))
        .contains(
            "successor: B was given one session of each of 1 kinds on trial, and could build 1 of"
                + " them whole");
    assertThat(servers.there.staged).hasSize(1);
    assertThat(servers.there.sessions).as("seen by nobody").isEmpty();
    assertThat(servers.desk.hasKept()).isFalse();
  }

  @Test
  void eachConnectorIsNamedAndWhyItForbidsARestart() throws Exception {
    servers.here.listeners =
        List.of(
            new Listener("::", 8443, "https"),
            new Listener("/run/shop.sock", Listener.UNIX, "http", ""),
            new Listener("127.0.0.1", 8009, "ajp", "", "", "it is neither NIO nor NIO2"));

    assertThat(check())
        .contains(
            "connector https at [::]:8443: goes on listening over a restart",
            "connector http at /run/shop.sock: goes on listening over a restart",
            "connector ajp at 127.0.0.1:8009: forbids a restart that keeps the sockets: it is"
                + " neither NIO nor NIO2");
  }

  @Test
  void whatTheSuccessorCannotReadIsNamedBeforeAnythingMoves() throws Exception {
    here.putAll(Map.of("a", "1 cart user", "b", "2 cart user"));
    servers.there.unreadableAttributes.addAll(List.of("cart", "user"));

    assertThat(check("B"))
        .contains(
            "attribute cart of 2 sessions of localhost/shop would stay behind: B cannot read it:"
                + " class cart is not known here",
            "attribute user of 2 sessions of localhost/shop would stay behind: B cannot read it:"
                + " class user is not known here")
        .anyMatch(line -> line.endsWith("could build 0 of them whole"));
  }

  @Test
  void aSessionThatTheSuccessorCannotBuildAtAllIsCountedWithItsLikes() throws Exception {
    here.put("abcdefghijkl", "1");
    servers.there.unreadable.add("abcdefghijkl");

    assertThat(check("B"))
        .anyMatch(
            line ->
                line.startsWith("1 sessions like abcdef...")
                    && line.endsWith("B cannot take them: class Cart is not known here"));
  }

  @Test
  void whereNobodyCanBeAskedThatIsSaid() throws Exception {
    here.put("a", "1");
    String unknown = "successor: none can be asked now, so it is not known what it could read";

    assertThat(check()).contains(unknown);
    servers.network =
        (message, deliver) -> {
          throw new IllegalStateException("not asked");
        };
    here.clear();
    assertThat(check("B")).as("nothing to ask about").noneMatch(l -> l.startsWith("successor"));
  }

  @Test
  void aSessionTooLargeForATrialIsNotTried() throws Exception {
    Message question =
        new Message.Rehearse(
            ItemId.session("a"), new StateBytes(new byte[Rehearsal.MOST_BYTES + 1]));

    assertThat(new Rehearsal(servers.inventoryHere).of((Message.Rehearse) question).reason())
        .isEqualTo("larger than 4194304 bytes, so not tried");
    assertThat(servers.here.staged).isEmpty();
  }
}
