package io.imgsrch.bench.search.report;

/**
 * Who is compared.
 *
 * @param description what it is and how it is set
 * @param served whether it is asked over the network
 * @param ours whether it is part of this project
 */
public record Contender(String name, String description, boolean served, boolean ours) {}
