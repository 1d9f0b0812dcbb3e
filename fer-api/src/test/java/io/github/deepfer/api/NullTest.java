package io.github.deepfer.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.deepfer.api.video.Frame;
import io.github.deepfer.api.video.LiveStatistics;
import io.github.deepfer.api.video.TrackEvent;
import io.github.deepfer.api.video.TrackedFace;
import io.github.deepfer.api.video.TrackedFrame;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every record refuses null where it is not marked nullable, and takes it where it is. */
class NullTest {
  private static final Box BOX = new Box(1, 2, 3, 4);
  private static final Point POINT = new Point(1, 2);
  private static final EmotionProbabilities HAPPY =
      EmotionProbabilities.of(List.of(Emotion.HAPPY), 1f);
  private static final Face FACE = new Face(1, BOX, 1, null, HAPPY);
  private static final BackendInfo BACKEND = BackendInfo.builder("a").build();

  static Stream<Record> records() {
    return Stream.of(
        new Analysis(1, 1, List.of()),
        BACKEND,
        new DetectedFace(BOX, 1, null),
        FACE,
        new FaceView(Image.wrap(new byte[1], 1, 1, PixelFormat.GRAY), new FaceCrop(0, 0, 1, 1)),
        new Frame(0, Duration.ZERO, Image.wrap(new byte[1], 1, 1, PixelFormat.GRAY)),
        new Landmarks(POINT, POINT, POINT, POINT, POINT),
        new LiveStatistics(1, 1, 0, 1, Duration.ZERO, Duration.ZERO),
        new Model("a", "onnx", null, () -> null, Map.of()),
        ModelInfo.builder("a", "0").build(),
        new ProviderStatus(ProviderKind.DETECTOR, "a", 1, Availability.AVAILABLE),
        new FaceQuality(1, 1, null, 1, Set.of()),
        new RejectedFace(new DetectedFace(BOX, 1, null), new FaceQuality(1, 1, null, 1, Set.of())),
        new RuntimeInfo(BACKEND, BACKEND),
        new TrackEvent.Started(1, Duration.ZERO),
        new TrackEvent.EmotionChanged(1, Duration.ZERO, Emotion.HAPPY, Emotion.SAD),
        new TrackEvent.Ended(1, Duration.ZERO),
        new TrackedFace(1, FACE, HAPPY, Emotion.HAPPY),
        new TrackedFrame(Duration.ZERO, List.of(), List.of()),
        new Availability.Unavailable("broken"));
  }

  @ParameterizedTest
  @MethodSource("records")
  void recordsRefuseNull(Record sound) throws ReflectiveOperationException {
    RecordComponent[] components = sound.getClass().getRecordComponents();
    Constructor<?> constructor =
        sound
            .getClass()
            .getDeclaredConstructor(
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
    for (int i = 0; i < components.length; i++) {
      if (components[i].getType().isPrimitive()) {
        continue;
      }
      Object[] values = new Object[components.length];
      for (int k = 0; k < values.length; k++) {
        values[k] = components[k].getAccessor().invoke(sound);
      }
      values[i] = null;
      if (components[i].getAnnotatedType().isAnnotationPresent(Nullable.class)) {
        assertThatCode(() -> constructor.newInstance(values)).doesNotThrowAnyException();
      } else {
        assertThat(failure(constructor, values))
            .as("%s with %s of null", sound.getClass(), components[i].getName())
            .isInstanceOf(NullPointerException.class);
      }
    }
  }

  private static @Nullable Throwable failure(Constructor<?> constructor, Object[] values)
      throws ReflectiveOperationException {
    try {
      constructor.newInstance(values);
      return null;
    } catch (InvocationTargetException e) {
      return e.getCause();
    }
  }

  @Test
  void pointsAreFinite() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Point(Float.NaN, 1))
        .withMessageContaining("finite");
    assertThatIllegalArgumentException().isThrownBy(() -> new Point(1, Float.POSITIVE_INFINITY));
  }

  @Test
  void facesHaveScoresAndTracksNumbers() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Face(1, BOX, 1.5f, null, HAPPY));
    assertThatIllegalArgumentException().isThrownBy(() -> new Face(0, BOX, 1, null, HAPPY));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TrackedFace(0, FACE, HAPPY, Emotion.HAPPY));
  }
}
