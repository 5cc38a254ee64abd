/**
 * The catalogue in memory: what is on sale, by picture, merchant and category, for searches that
 * filter. One thread writes; any number read, each the same instant of the whole for as long as it
 * likes, without a lock.
 *
 * <p>Everything shared is immutable. The writer copies what it changes, a page or a chunk at a
 * time, once for all changes between two publications.
 */
@NullMarked
package io.imgsrch.operators.query.mirror;

import org.jspecify.annotations.NullMarked;
