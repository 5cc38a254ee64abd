/**
 * Compares what the stores hold with what the topics say, block by block, and has what is wrong
 * written again.
 */
@NullMarked
package io.imgsrch.operators.reconcile;

import org.jspecify.annotations.NullMarked;
