package io.github.deepfer.models.face;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepfer.api.ProviderKind;
import io.github.deepfer.api.spi.ModelProvider;
import io.github.deepfer.fixtures.ShippedModelContract;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

class FaceModelProviderTest extends ShippedModelContract {
  private static final int MAX_BYTES = 500_000;

  FaceModelProviderTest() {
    super(ProviderKind.DETECTOR, 60);
  }

  @Override
  protected ModelProvider provider() {
    return new FaceModelProvider();
  }

  @Test
  void fileIsSmall() throws Exception {
    try (InputStream file = provider().model().content().open()) {
      assertThat(file.readAllBytes()).hasSizeLessThanOrEqualTo(MAX_BYTES);
    }
  }
}
