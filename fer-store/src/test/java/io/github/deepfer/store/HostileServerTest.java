package io.github.deepfer.store;

import static io.github.deepfer.store.ModelStoreTest.FILE;
import static io.github.deepfer.store.ModelStoreTest.model;
import static io.github.deepfer.store.ModelStoreTest.randomBytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.github.deepfer.api.ModelException;
import io.github.deepfer.store.FileServer.Asked;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Servers that break off, fall silent, forget, send elsewhere and lie. */
@Timeout(60)
final class HostileServerTest {
  private static final int THIRD = FILE.length / 3;

  @TempDir private Path folder;

  @Test
  void aBrokenTransferGoesOnWhereItEnded() throws Exception {
    AtomicInteger count = new AtomicInteger();
    try (FileServer server =
        FileServer.start(
            exchange -> {
              exchange.getResponseHeaders().set("ETag", "\"one\"");
              int number = count.incrementAndGet();
              if (number < 3) {
                FileServer.breakOff(exchange, FILE, number * THIRD);
              } else {
                FileServer.serve(exchange, FILE);
              }
            })) {
      assertFetched(server);
      assertThat(server.asked())
          .containsExactly(
              new Asked("/tiny.onnx", null, null),
              new Asked("/tiny.onnx", "bytes=" + THIRD + "-", "\"one\""),
              new Asked("/tiny.onnx", "bytes=" + 2 * THIRD + "-", "\"one\""));
    }
  }

  @Test
  void aLaterPullGoesOnToo() throws Exception {
    try (FileServer breaking =
        FileServer.start(exchange -> FileServer.breakOff(exchange, FILE, THIRD))) {
      assertRefused(breaking, "broke off after " + THIRD + " of " + FILE.length);
      // One that brought a third, and one that brought nothing more.
      assertThat(breaking.asked()).hasSize(2);
    }
    try (FileServer sound = FileServer.of(FILE)) {
      assertFetched(sound);
      assertThat(sound.asked())
          .containsExactly(new Asked("/tiny.onnx", "bytes=" + THIRD + "-", null));
    }
  }

  @Test
  void aServerThatDripsIsGivenUp() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    try (FileServer server =
        FileServer.start(
            exchange -> {
              exchange.sendResponseHeaders(200, FILE.length);
              for (int i = 0; over.getCount() > 0 && i < FILE.length; i++) {
                exchange.getResponseBody().write(FILE[i]);
                exchange.getResponseBody().flush();
                // No answer is waited for, only some time that no limit on silence notices.
                over.await(10, TimeUnit.MILLISECONDS);
              }
            })) {
      ModelStore store =
          ModelStore.builder().directory(folder).limit(Duration.ofSeconds(1)).build();
      assertThatThrownBy(() -> store.pull(model(server.url("tiny.onnx")), bytes -> {}))
          .isInstanceOf(ModelException.class)
          .hasMessageContaining("bytes in 1 s")
          .hasMessageContaining("name a mirror");
      over.countDown();
    }
  }

  @Test
  void aServerThatIgnoresRangesSendsAllAgain() throws Exception {
    AtomicInteger count = new AtomicInteger();
    try (FileServer server =
        FileServer.start(
            exchange -> {
              if (count.incrementAndGet() == 1) {
                FileServer.breakOff(exchange, FILE, THIRD);
              } else {
                sendWhole(exchange, FILE);
              }
            })) {
      assertFetched(server);
      assertThat(server.asked()).hasSize(2);
    }
  }

  @Test
  void anUnusableStartIsDropped() throws Exception {
    // 416 to every range.
    try (FileServer server =
        FileServer.start(
            exchange -> {
              if (FileServer.startOf(exchange) > 0) {
                exchange.sendResponseHeaders(416, -1);
              } else {
                sendWhole(exchange, FILE);
              }
            })) {
      Files.write(folder.resolve("tiny.onnx.part"), randomBytes(THIRD, 3));
      assertFetched(server);
    }
  }

  @Test
  void anotherRangeThanAskedForIsNotJoined() throws Exception {
    try (FileServer server =
        FileServer.start(
            exchange -> {
              if (FileServer.startOf(exchange) > 0) {
                exchange.getResponseHeaders().set("Content-Range", "bytes 0-9/" + FILE.length);
                exchange.sendResponseHeaders(206, 10);
                exchange.getResponseBody().write(FILE, 0, 10);
              } else {
                sendWhole(exchange, FILE);
              }
            })) {
      Files.write(folder.resolve("tiny.onnx.part"), Arrays.copyOf(FILE, THIRD));
      assertFetched(server);
    }
  }

  @Test
  void partsOfTwoFilesAreNotJoined() throws Exception {
    byte[] old = randomBytes(FILE.length, 2);
    AtomicInteger count = new AtomicInteger();
    try (FileServer server =
        FileServer.start(
            exchange -> {
              if (count.incrementAndGet() == 1) {
                FileServer.breakOff(exchange, old, THIRD);
              } else {
                FileServer.serve(exchange, FILE);
              }
            })) {
      assertFetched(server);
      assertThat(server.asked())
          .extracting(Asked::range)
          .containsExactly(null, "bytes=" + THIRD + "-", null);
    }
  }

  @Test
  void aPartOfAnEarlierReleaseIsDropped() throws Exception {
    try (FileServer server = FileServer.of(FILE)) {
      Files.write(folder.resolve("tiny.onnx.part"), randomBytes(2 * FILE.length, 2));
      assertFetched(server);
    }
    Files.delete(folder.resolve("tiny.onnx"));
    try (FileServer server = FileServer.of(FILE)) {
      Files.write(folder.resolve("tiny.onnx.part"), randomBytes(FILE.length, 2));
      assertFetched(server);
    }
  }

  @Test
  void anotherFileIsRefused() throws Exception {
    byte[] other = FILE.clone();
    other[THIRD] ^= 1;
    try (FileServer server = FileServer.of(other)) {
      assertRefused(server, "SHA-256");
      assertThat(server.asked()).hasSize(1);
      assertThat(folder.resolve("tiny.onnx.part")).doesNotExist();
    }
  }

  @Test
  void aServerThatNeverSendsTheSameIsGivenUp() throws Exception {
    AtomicInteger count = new AtomicInteger();
    try (FileServer server =
        FileServer.start(
            exchange -> {
              byte[] other = randomBytes(FILE.length, count.incrementAndGet() + 10);
              if (count.get() % 2 == 1) {
                FileServer.breakOff(exchange, other, THIRD);
              } else {
                FileServer.serve(exchange, other);
              }
            })) {
      assertRefused(server, "SHA-256");
      assertThat(server.asked()).hasSize(4);
    }
  }

  @Test
  void anotherLengthIsRefusedUnread() throws Exception {
    try (FileServer server = FileServer.of("<html>Log in to the network</html>".getBytes())) {
      assertRefused(server, "34 bytes", "100000 bytes");
      assertThat(folder.resolve("tiny.onnx.part")).doesNotExist();
    }
  }

  @Test
  void anEndlessAnswerIsCut() throws Exception {
    CompletableFuture<Throwable> broken = new CompletableFuture<>();
    try (FileServer server =
        FileServer.start(
            exchange -> {
              exchange.sendResponseHeaders(200, 0);
              try {
                while (true) {
                  exchange.getResponseBody().write(FILE);
                }
              } catch (Throwable e) {
                broken.complete(e);
              }
            })) {
      assertRefused(server, "more than");
      // The connection is closed, not drained.
      assertThat(broken).succeedsWithin(Duration.ofSeconds(30));
      assertThat(folder.resolve("tiny.onnx.part")).isEmptyFile();
    }
  }

  @Test
  void aShortAnswerWithoutALengthIsNotTakenForTheFile() throws Exception {
    try (FileServer server =
        FileServer.start(
            exchange -> {
              exchange.sendResponseHeaders(200, 0);
              exchange.getResponseBody().write(FILE, 0, THIRD);
            })) {
      assertRefused(server, "ended after " + THIRD + " of " + FILE.length);
    }
  }

  @Test
  void aServerThatFallsSilentIsLeft() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    try (FileServer server =
        FileServer.start(
            exchange -> {
              FileServer.breakOff(exchange, FILE, THIRD);
              never.await();
            })) {
      // Where the machine is slow, it is the answer's start that takes too long.
      assertRefused(server, "for 150 ms");
    }
  }

  @Test
  void aServerThatNeverAnswersIsLeft() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    try (FileServer server = FileServer.start(exchange -> never.await())) {
      assertRefused(server, "did not answer for 150 ms");
      assertThat(server.asked()).hasSizeLessThanOrEqualTo(1);
    }
  }

  @Test
  void errorsAreNotRetried() throws Exception {
    for (int status : new int[] {204, 401, 404, 429, 500, 503}) {
      try (FileServer server =
          FileServer.start(exchange -> exchange.sendResponseHeaders(status, -1))) {
        assertRefused(server, "HTTP status " + status, "mirror");
        assertThat(server.asked()).hasSize(1);
      }
    }
  }

  @Test
  void aServerThatIsNotThereIsNamed() throws Exception {
    KnownModel model = model(URI.create("http://127.0.0.1:1/tiny.onnx"));
    assertThatThrownBy(() -> store().build().pull(model, bytes -> {}))
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll("tiny", "http://127.0.0.1:1/tiny.onnx", "cannot be reached");
  }

  @Test
  void redirectsAreFollowed() throws Exception {
    try (FileServer target = FileServer.of(FILE);
        FileServer server =
            FileServer.start(exchange -> redirect(exchange, target.url("elsewhere")))) {
      Files.write(folder.resolve("tiny.onnx.part"), Arrays.copyOf(FILE, THIRD));
      assertFetched(server);
      assertThat(target.asked())
          .containsExactly(new Asked("/elsewhere", "bytes=" + THIRD + "-", null));
    }
  }

  @Test
  void redirectsInACircleEnd() throws Exception {
    try (FileServer server =
        FileServer.start(exchange -> redirect(exchange, URI.create("/tiny.onnx")))) {
      assertRefused(server, "redirects");
    }
  }

  @Test
  void redirectsToFilesAreRefused() throws Exception {
    try (FileServer server =
        FileServer.start(exchange -> redirect(exchange, URI.create("file:///etc/hostname")))) {
      assertRefused(server, "redirects to file:///etc/hostname");
    }
  }

  @Test
  void redirectsToPlainHttpAreRefused() throws Exception {
    SSLContext tls = selfSigned();
    HttpsServer https =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    https.setHttpsConfigurator(new HttpsConfigurator(tls));
    try (FileServer plain = FileServer.of(FILE);
        FileServer server =
            new FileServer(
                https,
                exchange -> {
                  if (exchange.getRequestURI().getPath().equals("/plain")) {
                    redirect(exchange, plain.url("tiny.onnx"));
                  } else {
                    FileServer.serve(exchange, FILE);
                  }
                })) {
      ModelStore.Builder builder = store();
      ModelStore store = builder.build(builder.newClient().sslContext(tls).build());
      KnownModel redirected = model(server.url("plain"));
      assertThatThrownBy(() -> store.pull(redirected, bytes -> {}))
          .isInstanceOf(ModelException.class)
          .hasMessageContainingAll("redirects to http://", "https to http");
      assertThat(plain.asked()).isEmpty();
      // The redirect it was, not the certificate.
      assertThat(store.pull(model(server.url("secure")), bytes -> {})).hasBinaryContent(FILE);
    }
  }

  private SSLContext selfSigned() throws Exception {
    Path file = folder.resolve("keys.p12");
    char[] password = "changeit".toCharArray();
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(password),
                "-keystore",
                file.toString())
            .inheritIO()
            .start();
    assertThat(keytool.waitFor()).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream stream = Files.newInputStream(file)) {
      keys.load(stream, password);
    }
    KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(keys, password);
    TrustManagerFactory trusted =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trusted.init(keys);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
    return context;
  }

  private ModelStore.Builder store() {
    return ModelStore.builder().directory(folder);
  }

  private void assertFetched(FileServer server) throws Exception {
    Path file = store().build().pull(model(server.url("tiny.onnx")), bytes -> {});
    assertThat(file).hasBinaryContent(FILE);
    assertThat(folder.resolve("tiny.onnx.part")).doesNotExist();
  }

  private void assertRefused(FileServer server, String... parts) throws Exception {
    KnownModel model = model(server.url("tiny.onnx"));
    boolean silent = parts[0].endsWith("150 ms");
    ModelStore store =
        store().timeout(silent ? Duration.ofMillis(150) : Duration.ofSeconds(30)).build();
    assertThatThrownBy(() -> store.pull(model, bytes -> {}))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("tiny")
        .hasMessageContainingAll(parts);
    assertThat(store.find(model)).isEmpty();
  }

  private static void sendWhole(HttpExchange exchange, byte[] file) throws Exception {
    exchange.sendResponseHeaders(200, file.length);
    exchange.getResponseBody().write(file);
  }

  private static void redirect(HttpExchange exchange, URI target) throws Exception {
    exchange.getResponseHeaders().set("Location", target.toString());
    exchange.sendResponseHeaders(302, -1);
  }
}
