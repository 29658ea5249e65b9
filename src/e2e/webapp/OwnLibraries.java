import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.instance.BuildInfoProvider;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.List;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.ClassFileVersion;
import net.bytebuddy.dynamic.loading.ClassLoadingStrategy;
import net.bytebuddy.implementation.FixedValue;
import net.bytebuddy.matcher.ElementMatchers;

/** An application that runs a Hazelcast member and weaves classes, with older libraries. */
@WebServlet(value = "/own", loadOnStartup = 1)
public class OwnLibraries extends HttpServlet {
  private HazelcastInstance hazelcast;
  private Class<?> woven;

  /** What is woven. */
  public static class Greeting {
    @Override
    public String toString() {
      return "plain";
    }
  }

  @Override
  public void init() {
    Config config = new Config();
    config.setClusterName("shop");
    config.setProperty("hazelcast.phone.home.enabled", "false");
    config.getNetworkConfig().setPort(Integer.getInteger("shop.port")).setPortAutoIncrement(false);
    config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface("127.0.0.1");
    JoinConfig join = config.getNetworkConfig().getJoin();
    join.getMulticastConfig().setEnabled(false);
    join.getTcpIpConfig()
        .setEnabled(true)
        .setMembers(List.of(System.getProperty("shop.members").split(";")));
    hazelcast = Hazelcast.newHazelcastInstance(config);
    woven =
        new ByteBuddy(ClassFileVersion.JAVA_V17)
            .redefine(Greeting.class)
            .method(ElementMatchers.isToString())
            .intercept(FixedValue.value("woven"))
            .make()
            .load(getClass().getClassLoader(), ClassLoadingStrategy.Default.CHILD_FIRST)
            .getLoaded();
  }

  @Override
  public void destroy() {
    hazelcast.shutdown();
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    HttpSession session = request.getSession();
    String value = request.getParameter("value");
    if (value != null) {
      session.setAttribute("value", value);
      hazelcast.getMap("values").put("last", value);
    }
    response.setContentType("text/plain");
    try {
      response
          .getWriter()
          .println(
              "hazelcast " + BuildInfoProvider.getBuildInfo().getVersion()
                  + " with " + hazelcast.getCluster().getMembers().size() + " members"
                  + " has " + hazelcast.getMap("values").get("last")
                  + ", " + fileOf(HazelcastInstance.class)
                  + ", " + fileOf(ByteBuddy.class)
                  + " has " + woven.getConstructor().newInstance()
                  + ", session has " + session.getAttribute("value"));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String fileOf(Class<?> type) {
    String place = type.getProtectionDomain().getCodeSource().getLocation().getPath();
    return place.substring(place.lastIndexOf('/') + 1);
  }
}
