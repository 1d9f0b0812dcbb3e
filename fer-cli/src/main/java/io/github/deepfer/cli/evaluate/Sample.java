package io.github.deepfer.cli.evaluate;

import io.github.deepfer.api.Emotion;
import io.github.deepfer.api.Image;
import java.util.Optional;

/**
 * One labelled face.
 *
 * @param face a picture of the face and nothing else
 * @param label its label
 * @param majority what most FER+ annotators saw, where that is unique and one of the seven
 */
record Sample(Image face, Emotion label, Optional<Emotion> majority) {}
