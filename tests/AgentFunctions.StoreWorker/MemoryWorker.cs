using System.Globalization;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Jobs;
using AgentFunctions.Core.Labels;
using AgentFunctions.Core.Memory.Records;
using AgentFunctions.Core.Memory.Search;
using AgentFunctions.Core.Memory.Store;
using AgentFunctions.Core.Memory.Store.Writing;
using AgentFunctions.Core.Resources.TenantDirectory;
using AgentFunctions.Core.Subjects;
using AgentFunctions.Embedded.Memory;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.StoreWorker;

/// <summary>
/// Round after round until it is killed: facts come, merge and supersede each other, memory is consolidated, and the person of every third round is erased. Prints what was acknowledged: <c>kept</c> and <c>erased</c> rounds.
/// </summary>
internal static class MemoryWorker
{
    private static readonly ContentLabel Trusted = new(Integrity.Trusted, Confidentiality.Internal);

    public static async Task<int> RunAsync(string folder, int first)
    {
        await using var store = WorkerStore.Open(folder);
        var services = new ServiceCollection().AddSingleton<IDocumentStore>(store).AddSingleton(TimeProvider.System).AddSingleton<ITenantDirectory>(new OneTenant()).AddLogging().AddOptions();
        services.AddSingleton<IMemoryCandidates>(new SqliteMemoryCandidates(store, TimeProvider.System)).AddMemorySearch().AddMemoryUpkeep();
        await using var provider = services.BuildServiceProvider();
        var (writer, erasures) = (provider.GetRequiredService<MemoryWriter>(), provider.GetRequiredService<SubjectErasures>());
        var consolidation = provider.GetServices<IScheduledJob>().Single(static job => job.Name == "memory-consolidation");
        Console.WriteLine("ready");
        for (var round = first; ; round++)
        {
            var person = "person " + round.ToString(CultureInfo.InvariantCulture);
            await writer.WriteAsync(WorkerStore.Tenant, "a", [Said(person), Fact(person, "agents/a", round), Fact(person, "principals/ops", round), Fact("gateway", "agents/a", round), Fact("gateway", "principals/ops", round)], CancellationToken.None);
            Console.WriteLine($"kept {round}");
            if (round % 2 == 0) await consolidation.RunAsync(CancellationToken.None);
            if (round % 3 != 0) continue;
            await erasures.EraseAsync(new SubjectScope(WorkerStore.Tenant, SubjectNames.Fold(person), null), "principals/ops", CancellationToken.None);
            Console.WriteLine($"erased {round}");
        }
    }

    private static MemoryDraft Said(string person) => Draft($"I am {person} and keep a zeppelin.", MemoryKind.Episodic, MemorySourceKind.Written, "agents/a") with { Speaker = person };

    private static MemoryDraft Fact(string subject, string principal, int round) =>
        Draft($"The number of {subject} is {round}.", MemoryKind.Semantic, MemorySourceKind.Note, principal) with { Subject = subject, Attribute = "number", Value = round.ToString(CultureInfo.InvariantCulture) };

    private static MemoryDraft Draft(string text, MemoryKind kind, MemorySourceKind source, string principal) => new() { Text = text, Kind = kind, Source = new MemorySource(source, principal, null, null, true), Label = Trusted };

    private sealed class OneTenant : ITenantDirectory
    {
        public IAsyncEnumerable<string> ListAsync(CancellationToken cancellationToken) => new[] { WorkerStore.Tenant }.ToAsyncEnumerable();
    }
}
