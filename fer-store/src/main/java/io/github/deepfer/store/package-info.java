/**
 * Model files that others publish: which ones are known ({@link
 * io.github.deepfer.store.ModelCatalog}), and how they get into the user's cache ({@link
 * io.github.deepfer.store.ModelStore}), where pipelines find the face detectors by their ids.
 */
@NullMarked
package io.github.deepfer.store;

import org.jspecify.annotations.NullMarked;
