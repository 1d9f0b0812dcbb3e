package io.github.deepfer.models.lite.quantized;

import io.github.deepfer.api.ProviderKind;
import io.github.deepfer.api.spi.ModelProvider;
import io.github.deepfer.fixtures.ShippedModelContract;

class LiteInt8ModelProviderTest extends ShippedModelContract {
  LiteInt8ModelProviderTest() {
    super(ProviderKind.CLASSIFIER, 30);
  }

  @Override
  protected ModelProvider provider() {
    return new LiteInt8ModelProvider();
  }
}
