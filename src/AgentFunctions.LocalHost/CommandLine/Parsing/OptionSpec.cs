namespace AgentFunctions.LocalHost.CommandLine.Parsing;

/// <summary>An option a command takes.</summary>
/// <param name="Name">With its dashes, <c>--server</c>.</param>
/// <param name="Value">What its value is called in the help; null for a switch.</param>
/// <param name="Help">One line.</param>
internal sealed record OptionSpec(string Name, string? Value, string Help);
