/** The command that shows a camera or a video in a window, with the emotion of each face. */
@NullMarked
package io.github.deepfer.cli.webcam;

import org.jspecify.annotations.NullMarked;
