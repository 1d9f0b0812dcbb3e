/** The web page and the HTTP interface, as a server to embed. */
module io.github.deepfer.web {
  requires transitive io.github.deepfer.api;
  requires static org.jspecify;
  requires org.slf4j;
  requires io.github.deepfer.report;
  requires java.management;
  requires org.eclipse.jetty.http;
  requires org.eclipse.jetty.io;
  requires org.eclipse.jetty.server;
  requires org.eclipse.jetty.util;
  requires org.eclipse.jetty.websocket.api;
  requires org.eclipse.jetty.websocket.server;

  exports io.github.deepfer.web;
}
