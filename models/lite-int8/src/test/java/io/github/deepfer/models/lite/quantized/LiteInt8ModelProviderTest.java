package io.github.deepfer.models.lite.quantized;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepfer.api.Pipeline;
import io.github.deepfer.api.ProviderStatus;
import io.github.deepfer.api.spi.Availability;
import io.github.deepfer.api.spi.ModelProvider;
import io.github.deepfer.testkit.ModelProviderContract;
import org.junit.jupiter.api.Test;

class LiteInt8ModelProviderTest extends ModelProviderContract {
  @Override
  protected ModelProvider provider() {
    return new LiteInt8ModelProvider();
  }

  @Test
  void isFoundAsService() {
    assertThat(Pipeline.providers())
        .contains(new ProviderStatus("classifier", "lite-int8", 30, Availability.AVAILABLE));
  }

  @Test
  void licenseAndModelCardAreInTheJar() {
    assertThat(LiteInt8ModelProvider.class.getResource("/META-INF/LICENSE")).isNotNull();
    assertThat(LiteInt8ModelProvider.class.getResource("/META-INF/MODEL_CARD.md")).isNotNull();
  }
}
