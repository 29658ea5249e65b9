package dev.perennial.agent.webapp;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.CRC32;
import javax.servlet.http.Cookie;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/** Writes down all that an application can see of a request, as "name=value" lines. */
public final class SeenServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  /** The servlet API's package, which its attributes are named by. */
  private static final String API =
      HttpServletRequest.class.getPackageName().replace(".servlet.http", ".servlet.");

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (request.getHeader("X-Session") != null) {
      request.getSession().setAttribute("a", "b");
    }
    response.setContentType("text/plain;charset=UTF-8");
    PrintWriter out = response.getWriter();
    client(request, out);
    target(request, out);
    user(request, out);
    headers(request, out);
    attributes(request, out);
    content(request, out);
  }

  private static void client(HttpServletRequest request, PrintWriter out) {
    out.println("scheme=" + request.getScheme());
    out.println("secure=" + request.isSecure());
    out.println("serverName=" + request.getServerName());
    out.println("serverPort=" + request.getServerPort());
    out.println("remoteAddr=" + request.getRemoteAddr());
    out.println("remoteHost=" + request.getRemoteHost());
    out.println("remotePort=" + request.getRemotePort());
    out.println("localAddr=" + request.getLocalAddr());
    out.println("localName=" + request.getLocalName());
    out.println("localPort=" + request.getLocalPort());
    out.println("protocol=" + request.getProtocol());
    out.println("dispatcher=" + request.getDispatcherType());
    out.println("asyncSupported=" + request.isAsyncSupported());
    Object connection = call(request, "getServletConnection");
    if (connection != null) {
      out.println("connection.id=" + call(connection, "getConnectionId"));
      out.println("connection.protocol=" + call(connection, "getProtocol"));
      out.println("connection.protocolId=" + call(connection, "getProtocolConnectionId"));
      out.println("connection.secure=" + call(connection, "isSecure"));
      out.println("requestId.ofProtocol=" + call(request, "getProtocolRequestId"));
    }
  }

  /** Returns what a method says that not every version of the servlet API has; else null. */
  private static Object call(Object target, String method) {
    Class<?>[] types =
        target instanceof HttpServletRequest
            ? new Class<?>[] {HttpServletRequest.class}
            : target.getClass().getInterfaces();
    for (Class<?> type : types) {
      try {
        return type.getMethod(method).invoke(target);
      } catch (NoSuchMethodException e) {
        // Of another interface, perhaps.
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
    return null;
  }

  private static void target(HttpServletRequest request, PrintWriter out) {
    out.println("method=" + request.getMethod());
    out.println("url=" + request.getRequestURL());
    out.println("uri=" + request.getRequestURI());
    out.println("query=" + request.getQueryString());
    out.println("context=" + request.getContextPath());
    out.println("servlet=" + request.getServletPath());
    out.println("pathInfo=" + request.getPathInfo());
    out.println("sessionInCookie=" + request.isRequestedSessionIdFromCookie());
    out.println("sessionInUrl=" + request.isRequestedSessionIdFromURL());
    out.println("sessionValid=" + request.isRequestedSessionIdValid());
  }

  private static void user(HttpServletRequest request, PrintWriter out) {
    out.println("remoteUser=" + request.getRemoteUser());
    out.println("authType=" + request.getAuthType());
    out.println("isAdmin=" + request.isUserInRole("admin"));
    out.println(
        "principal="
            + (request.getUserPrincipal() == null ? null : request.getUserPrincipal().getName()));
  }

  private static void headers(HttpServletRequest request, PrintWriter out) {
    out.println("locales=" + Collections.list(request.getLocales()));
    out.println("encoding=" + request.getCharacterEncoding());
    out.println("contentType=" + request.getContentType());
    out.println("contentLength=" + request.getContentLengthLong());
    for (String name : Collections.list(request.getHeaderNames())) {
      out.println("header " + name + "=" + Collections.list(request.getHeaders(name)));
    }
    if (request.getCookies() != null) {
      for (Cookie cookie : request.getCookies()) {
        out.println("cookie " + cookie.getName() + "=" + cookie.getValue());
      }
    }
  }

  private static void attributes(HttpServletRequest request, PrintWriter out) {
    // These are asked for by name: Tomcat looks them up late.
    for (String name :
        new String[] {
          API + "request.X509Certificate",
          API + "request.cipher_suite",
          API + "request.key_size",
          API + "request.ssl_session_id",
          API + "request.secure_protocol",
          "org.apache.tomcat.util.net.secure_protocol_version",
          "org.apache.tomcat.util.net.secure_requested_ciphers",
          "org.apache.tomcat.util.net.secure_requested_protocol_versions",
          "org.apache.coyote.connectionID",
          "org.apache.coyote.streamID"
        }) {
      out.println("attribute " + name + "=" + text(request.getAttribute(name)));
    }
    for (String name : new TreeSet<>(Collections.list(request.getAttributeNames()))) {
      Object value = request.getAttribute(name);
      out.println("attribute " + name + "=" + (value instanceof String ? value : "present"));
    }
  }

  private static String text(Object value) {
    if (value instanceof X509Certificate[] chain) {
      StringBuilder subjects = new StringBuilder();
      for (X509Certificate certificate : chain) {
        subjects
            .append(certificate.getSubjectX500Principal())
            .append(certificate.getSerialNumber());
      }
      return subjects.toString();
    }
    return String.valueOf(value);
  }

  private static void content(HttpServletRequest request, PrintWriter out) throws IOException {
    Map<String, String[]> parameters = new TreeMap<>(request.getParameterMap());
    parameters.forEach(
        (name, values) -> out.println("param " + name + "=" + Arrays.asList(values)));
    CRC32 sum = new CRC32();
    long length = 0;
    InputStream in = request.getInputStream();
    byte[] bytes = new byte[8192];
    try {
      for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
        sum.update(bytes, 0, count);
        length += count;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    out.println("body=" + length + " " + sum.getValue());
    out.println("trailersReady=" + request.isTrailerFieldsReady());
    out.println(
        "trailers="
            + (request.isTrailerFieldsReady() ? new TreeMap<>(request.getTrailerFields()) : null));
    out.println("end=" + "ok".toUpperCase(Locale.ROOT));
  }
}
