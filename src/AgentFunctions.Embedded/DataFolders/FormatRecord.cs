namespace AgentFunctions.Embedded.DataFolders;

/// <summary>What <c>format.json</c> says of a data folder.</summary>
/// <param name="Format">Format of its documents.</param>
/// <param name="Product">Version that wrote this record.</param>
/// <param name="MigratedFrom">Format before the last migration; null where there was none.</param>
/// <param name="At">When it was written.</param>
internal sealed record FormatRecord(int Format, string Product, int? MigratedFrom, DateTimeOffset At);
