package io.github.deepfer.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepfer.api.Model;
import io.github.deepfer.api.spi.ModelProvider;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** What every {@link ModelProvider} must do. */
public abstract class ModelProviderContract extends ProviderContract {
  /** For subclasses. */
  protected ModelProviderContract() {}

  @Override
  protected abstract ModelProvider provider();

  @Test
  void modelIsNamedAsItsProvider() {
    assertThat(provider().model().id()).isEqualTo(provider().id());
    assertThat(provider().model().format()).isNotBlank();
  }

  @Test
  void hashIsPinnedToTheFile() throws Exception {
    Model model = provider().model();
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    try (InputStream stream = model.content().open()) {
      digest.update(stream.readAllBytes());
    }
    assertThat(model.sha256())
        .as("pinned SHA-256 of model %s", model.id())
        .isEqualTo(HexFormat.of().formatHex(digest.digest()));
  }
}
