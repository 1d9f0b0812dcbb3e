package io.github.deepfer.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepfer.api.EmotionClassifier;
import io.github.deepfer.api.ModelException;
import io.github.deepfer.api.ModelInfo;
import io.github.deepfer.api.spi.ClassifierOptions;
import io.github.deepfer.api.spi.EmotionClassifierProvider;
import io.github.deepfer.api.spi.Model;
import io.github.deepfer.api.spi.Model.Content;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.AbstractThrowableAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every {@link EmotionClassifierProvider} must do. */
public abstract class EmotionClassifierProviderContract extends ProviderContract {
  /** For subclasses. */
  protected EmotionClassifierProviderContract() {}

  @Override
  protected abstract EmotionClassifierProvider provider();

  /**
   * A good model.
   *
   * @return a model that the subject can open
   */
  protected abstract Model model();

  @Test
  void opensTheModelItIsGiven() throws Exception {
    String sha256 = sha256(bytes());
    try (EmotionClassifier classifier = open(model(bytes(), sha256))) {
      assertThat(classifier.info().models())
          .extracting(ModelInfo::sha256)
          .as("hashes of the models that run")
          .containsExactly(sha256);
    }
  }

  @Test
  void runsTheFormatOfItsModels() {
    assertThat(provider().format()).isEqualTo(model().format());
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
    open(new Model(model().id(), model().format(), null, counted)).close();
    assertThat(open).as("streams left open").hasValue(0);
  }

  private AbstractThrowableAssert<?, ?> assertModelError(Model damaged) {
    return assertThatThrownBy(() -> open(damaged).close())
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(damaged.id());
  }

  private EmotionClassifier open(Model model) {
    return provider().open(model, ClassifierOptions.DEFAULT);
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
