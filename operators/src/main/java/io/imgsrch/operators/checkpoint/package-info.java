/** What steps do when a checkpoint is taken. */
@NullMarked
package io.imgsrch.operators.checkpoint;

import org.jspecify.annotations.NullMarked;
