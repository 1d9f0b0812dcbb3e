/** What the commands share: choice of a pipeline, JSON, progress, text. */
@NullMarked
package io.github.deepfer.examples.cli;

import org.jspecify.annotations.NullMarked;
