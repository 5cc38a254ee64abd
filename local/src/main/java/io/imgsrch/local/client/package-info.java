/** Clients of a running platform: load a catalogue, wait until it is searchable, search. */
@NullMarked
package io.imgsrch.local.client;

import org.jspecify.annotations.NullMarked;
