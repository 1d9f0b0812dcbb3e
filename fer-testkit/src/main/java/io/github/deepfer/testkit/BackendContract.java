package io.github.deepfer.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepfer.api.BackendInfo;
import io.github.deepfer.api.Model;
import io.github.deepfer.api.Model.Content;
import io.github.deepfer.api.ModelException;
import io.github.deepfer.api.ModelInfo;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.assertj.core.api.AbstractThrowableAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every backend must do with the files that it is given, whatever they are for. */
public abstract class BackendContract extends ProviderContract {
  /** For the contracts of this package. */
  BackendContract() {}

  /** The format that the subject runs. */
  abstract String format();

  /** Opens a model with the defaults, and hands over what says what runs. */
  abstract void withOpen(Model model, Consumer<BackendInfo> body);

  /**
   * A good model.
   *
   * @return a model that the subject can open
   */
  protected abstract Model model();

  @Test
  void opensTheModelItIsGiven() throws Exception {
    String sha256 = sha256(bytes());
    withOpen(
        model(bytes(), sha256),
        info -> {
          assertThat(info.id()).as("id of what runs").isEqualTo(model().id());
          assertThat(info.models())
              .extracting(ModelInfo::sha256)
              .as("hashes of the models that run")
              .containsExactly(sha256);
        });
  }

  @Test
  void runsTheFormatOfItsModels() {
    assertThat(format()).isEqualTo(model().format());
  }

  @Test
  void aWrongHashIsAModelError() throws Exception {
    String wrong = "0".repeat(64);
    String actual = sha256(bytes());
    assertModelError(model(bytes(), wrong))
        .hasMessageContaining(wrong)
        .hasMessageContaining(actual);
  }

  @Test
  void damagedBytesAreAModelError() throws Exception {
    byte[] whole = bytes();
    byte[] noise = new byte[4096];
    new Random(6).nextBytes(noise);
    assertModelError(model(new byte[0], null));
    assertModelError(model(noise, null));
    assertModelError(model(Arrays.copyOf(whole, whole.length / 2), null));
    assertModelError(model(Arrays.copyOf(whole, whole.length - 1), null));
  }

  @Test
  void anUnreadableFileIsAModelError() {
    Content unreadable =
        () -> {
          throw new IOException("the disk is gone");
        };
    assertModelError(new Model(model().id(), model().format(), null, unreadable))
        .hasMessageContaining("the disk is gone");
  }

  @Test
  void closesTheStreamItOpens() throws Exception {
    byte[] whole = bytes();
    AtomicInteger open = new AtomicInteger();
    Content counted =
        () -> {
          open.incrementAndGet();
          return new FilterInputStream(new ByteArrayInputStream(whole)) {
            @Override
            public void close() {
              open.decrementAndGet();
            }
          };
        };
    open(new Model(model().id(), model().format(), null, counted));
    assertThat(open).as("streams left open").hasValue(0);
  }

  private AbstractThrowableAssert<?, ?> assertModelError(Model damaged) {
    return assertThatThrownBy(() -> open(damaged))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(damaged.id());
  }

  private void open(Model model) {
    withOpen(model, info -> {});
  }

  private Model model(byte[] bytes, @Nullable String sha256) {
    return new Model(model().id(), model().format(), sha256, () -> new ByteArrayInputStream(bytes));
  }

  private byte[] bytes() throws IOException {
    try (InputStream stream = model().content().open()) {
      return stream.readAllBytes();
    }
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
