using FsCheck.Xunit;

namespace AgentFunctions.Embedded.Tests.Documents;

/// <summary>Any sequence of operations gives in SQLite what it gives in the plain in-memory model. FsCheck shrinks a failing sequence to the shortest.</summary>
public sealed class SqliteModelTests
{
    [Property(MaxTest = 60, EndSize = 80)]
    public async Task AnySequence_GivesWhatTheModelGives(int[] codes)
    {
        await using var twins = new TwinStores();
        foreach (var code in codes)
            await twins.StepAsync(new Random(code));
        await twins.CompareAllAsync();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task LongSequence_GivesWhatTheModelGives(int seed)
    {
        await using var twins = new TwinStores();
        var random = new Random(seed);
        for (var i = 0; i < 600; i++)
            await twins.StepAsync(random);
        await twins.CompareAllAsync();
    }
}
