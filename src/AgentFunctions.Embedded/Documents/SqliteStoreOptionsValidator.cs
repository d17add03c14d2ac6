using Microsoft.Extensions.Options;

namespace AgentFunctions.Embedded.Documents;

internal sealed class SqliteStoreOptionsValidator : IValidateOptions<SqliteStoreOptions>
{
    public ValidateOptionsResult Validate(string? name, SqliteStoreOptions options)
    {
        var errors = new List<string>();
        if (string.IsNullOrWhiteSpace(options.DataDirectory))
            errors.Add("DataDirectory names the folder of the store's files.");
        if (options.BusyTimeout < TimeSpan.FromMilliseconds(100) || options.BusyTimeout > TimeSpan.FromMinutes(1))
            errors.Add("BusyTimeout is 00:00:00.1 to 00:01:00.");
        if (options.OperationTimeout <= options.BusyTimeout || options.OperationTimeout > TimeSpan.FromMinutes(5))
            errors.Add("OperationTimeout is longer than BusyTimeout and at most 00:05:00.");
        if (options.MaxGroupOperations is < 1 or > 1000)
            errors.Add("MaxGroupOperations is 1 to 1000.");
        if (options.QueueCapacity is < 16 or > 100_000)
            errors.Add("QueueCapacity is 16 to 100000.");
        if (options.MaxReaders is < 1 or > 64)
            errors.Add("MaxReaders is 1 to 64.");
        if (options.MaxFileBytes < 1024 * 1024)
            errors.Add("MaxFileBytes is at least 1048576, or null.");
        if (options.SweepInterval < TimeSpan.FromSeconds(1) || options.SweepInterval > TimeSpan.FromDays(1))
            errors.Add("SweepInterval is 00:00:01 to 1.00:00:00.");
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
