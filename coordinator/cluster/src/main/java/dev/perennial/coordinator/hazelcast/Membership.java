package dev.perennial.coordinator.hazelcast;

import com.hazelcast.cluster.Cluster;
import com.hazelcast.cluster.Member;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceNotActiveException;
import com.hazelcast.instance.EndpointQualifier;
import com.hazelcast.instance.impl.HazelcastInstanceProxy;
import com.hazelcast.internal.server.ServerConnection;
import com.hazelcast.internal.server.ServerConnectionManager;
import dev.perennial.coordinator.roster.Protocol;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Who is a member, by name, oldest first. Thread-safe. */
final class Membership {
  private final HazelcastInstance instance;
  private final String self;
  private final Protocol ours;

  Membership(
      HazelcastInstance instance,
      String self,
      Protocol ours,
      RateLimitedLog log,
      Runnable onChange) {
    this.instance = instance;
    this.self = self;
    this.ours = ours;
    instance
        .getCluster()
        .addMembershipListener(
            new MembershipListener() {
              @Override
              public void memberAdded(MembershipEvent event) {
                String refusal = refusal(event.getMember());
                if (!refusal.isEmpty()) {
                  log.log("protocol", "cluster: kept out: " + refusal);
                }
                onChange.run();
              }

              @Override
              public void memberRemoved(MembershipEvent event) {
                onChange.run();
              }
            });
  }

  Set<String> alive() {
    Set<String> names = names(member -> true);
    names.add(self);
    return Set.copyOf(names);
  }

  Set<String> others() {
    return Set.copyOf(names(member -> !member.localMember()));
  }

  /**
   * Returns for how long nothing was read from the connection to another member, in milliseconds; 0
   * if there is none, or no such member. A member writes something each second: its heartbeat.
   */
  long unheardMillis(String server) {
    for (Member member : members()) {
      if (!member.localMember() && server.equals(name(member))) {
        ServerConnectionManager connections =
            ((HazelcastInstanceProxy) instance)
                .getOriginal()
                .node
                .getServer()
                .getConnectionManager(EndpointQualifier.MEMBER);
        ServerConnection connection =
            connections == null ? null : connections.get(member.getAddress());
        return connection == null
            ? 0
            : Math.max(0, System.currentTimeMillis() - connection.lastReadTimeMillis());
      }
    }
    return 0;
  }

  Set<String> coordinators() {
    return Set.copyOf(
        names(member -> Boolean.parseBoolean(member.getAttribute(MemberConfig.STANDALONE))));
  }

  /** Hazelcast's own master is its oldest member, the same on all that see each other. */
  boolean leader() {
    for (Member oldest : members()) {
      return oldest.localMember();
    }
    return false;
  }

  /** Returns the address of an older member of this server's name. */
  Optional<String> namesake() {
    for (Member member : members()) {
      if (member.localMember()) {
        return Optional.empty();
      }
      if (self.equals(name(member))) {
        return Optional.of(member.getAddress().getHost() + ":" + member.getAddress().getPort());
      }
    }
    return Optional.empty();
  }

  /**
   * Returns why this server cannot be in one cluster with a member that is older; empty if it can
   * be with all.
   */
  String refusal() {
    for (Member member : members()) {
      if (member.localMember()) {
        return "";
      }
      String refusal = refusal(member);
      if (!refusal.isEmpty()) {
        return refusal;
      }
    }
    return "";
  }

  private String refusal(Member member) {
    Protocol theirs =
        Protocol.said(
            number(member, MemberConfig.OLDEST_PROTOCOL), number(member, MemberConfig.PROTOCOL));
    return ours.refusal("server " + name(member), theirs);
  }

  private static long number(Member member, String attribute) {
    String text = member.getAttribute(attribute);
    try {
      return text == null ? 0 : Long.parseLong(text);
    } catch (NumberFormatException e) {
      // As if it said nothing: what its roster and reports say decides then.
      return 0;
    }
  }

  /** One that is about to be kept out counts for nothing. */
  private Set<String> names(Predicate<Member> filter) {
    Set<String> names = new HashSet<>();
    for (Member member : members()) {
      String name = name(member);
      if (name != null && filter.test(member) && refusal(member).isEmpty()) {
        names.add(name);
      }
    }
    return names;
  }

  private Set<Member> members() {
    try {
      Cluster cluster = instance.getCluster();
      return instance.getLifecycleService().isRunning() ? cluster.getMembers() : Set.of();
    } catch (HazelcastInstanceNotActiveException e) {
      return Set.of();
    }
  }

  private static @Nullable String name(Member member) {
    return member.getAttribute(MemberConfig.SERVER);
  }
}
