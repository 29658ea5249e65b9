package dev.perennial.bench;

import dev.perennial.testing.cluster.Server;
import java.util.List;
import java.util.stream.Collectors;

/** How requests come to the servers. */
enum Route {
  HAPROXY_READY("HAProxy, asks /ready each second", "haproxy"),
  HAPROXY_AGENT("HAProxy, agent-check each second", "haproxy"),
  HAPROXY_BLIND("HAProxy, no checks", "haproxy"),
  NGINX("nginx, next upstream on error", "nginx"),
  DIRECT("none: each client knows one server", "");

  /** The setting that names the port of the agent check. */
  static final String CHECK = "perennial.http.agent-check-port";

  final String title;

  /** The program, none if empty. */
  final String program;

  Route(String title, String program) {
    this.title = title;
    this.program = program;
  }

  List<String> command(String configuration) {
    return switch (this) {
      case HAPROXY_READY, HAPROXY_AGENT, HAPROXY_BLIND ->
          List.of(program, "-db", "-f", configuration);
      case NGINX -> List.of(program, "-e", "stderr", "-c", configuration);
      case DIRECT -> List.of();
    };
  }

  String configuration(int port, int statsPort, String folder, List<Server> servers) {
    return switch (this) {
      case HAPROXY_READY, HAPROXY_AGENT, HAPROXY_BLIND ->
          """
          defaults
              mode http
              timeout connect 5s
              timeout client 60s
              timeout server 60s
              option redispatch
          frontend shop
              bind 127.0.0.1:%d
              default_backend servers
          frontend stats
              bind 127.0.0.1:%d
              stats enable
              stats uri /stats
          backend servers
              balance roundrobin
              stick-table type string len 64 size 10k
              stick on req.cook(JSESSIONID)
              stick store-response res.cook(JSESSIONID)
          """
                  .formatted(port, statsPort)
              + (this == HAPROXY_READY ? "    option httpchk GET /ready\n" : "")
              + each(
                  servers,
                  s -> "    server %s 127.0.0.1:%d%s\n".formatted(s.name, s.httpPort, check(s)));
      case NGINX ->
          """
          daemon off;
          master_process off;
          pid %1$s/nginx.pid;
          error_log stderr error;
          events { worker_connections 512; }
          http {
            log_format tries '$status $upstream_addr';
            access_log %1$s/access.log tries;
            client_body_temp_path %1$s/body;
            proxy_temp_path %1$s/proxy;
            fastcgi_temp_path %1$s/fastcgi;
            uwsgi_temp_path %1$s/uwsgi;
            scgi_temp_path %1$s/scgi;
            upstream servers {
              hash $cookie_jsessionid consistent;
          %2$s    keepalive 16;
            }
            server {
              listen 127.0.0.1:%3$d;
              location / {
                proxy_pass http://servers;
                proxy_http_version 1.1;
                proxy_set_header Connection "";
                proxy_connect_timeout 5s;
              }
            }
          }
          """
              .formatted(
                  folder,
                  each(servers, s -> "    server 127.0.0.1:%d;\n".formatted(s.httpPort)),
                  port);
      case DIRECT -> "";
    };
  }

  private String check(Server server) {
    return switch (this) {
      case HAPROXY_READY -> " check inter 1s fall 1 rise 1 port " + server.agentPort;
      case HAPROXY_AGENT ->
          " check inter 1s agent-check agent-inter 1s agent-port " + server.settings.get(CHECK);
      case HAPROXY_BLIND, NGINX, DIRECT -> "";
    };
  }

  private static String each(
      List<Server> servers, java.util.function.Function<Server, String> line) {
    return servers.stream().map(line).collect(Collectors.joining());
  }
}
