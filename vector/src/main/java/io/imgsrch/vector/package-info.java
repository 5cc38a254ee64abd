/**
 * Dot products of small numbers, by the CPU's vector instructions where the JVM was told to offer
 * them. A module of its own, for the compiler warns of every use of {@code jdk.incubator.vector},
 * and knows it only without {@code --release}.
 */
@NullMarked
package io.imgsrch.vector;

import org.jspecify.annotations.NullMarked;
