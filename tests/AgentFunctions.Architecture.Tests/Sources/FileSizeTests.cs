using AgentFunctions.Architecture.Tests.Repository;

namespace AgentFunctions.Architecture.Tests.Sources;

/// <summary>Around 60 lines is normal, 150 fine, 300 needs a reason, 500 never.</summary>
public sealed class FileSizeTests
{
    private const int NeedsReason = 300;
    private const int Never = 500;

    // Path and reason of every file between the two limits. An entry that is no longer needed must go.
    private static readonly Dictionary<string, string> Reasons = new(StringComparer.Ordinal)
    {
        ["tests/AgentFunctions.TestKit/Documents/DocumentLimitConformance.cs"] = "every limit of the store contract in one place, as the contract lists them",
    };

    [Fact]
    public void Files_Over500Lines_DoNotExist() =>
        Rule.Holds($"no C# file has more than {Never} lines", SourceFile.All.Where(static file => file.Lines > Never).Select(static file => $"{file.Path} has {file.Lines}"));

    [Fact]
    public void Files_Over300Lines_HaveAReason() =>
        Rule.Holds(
            $"a C# file of more than {NeedsReason} lines is listed with its reason",
            SourceFile.All.Where(static file => file.Lines > NeedsReason && !Reasons.ContainsKey(file.Path)).Select(static file => $"{file.Path} has {file.Lines}"));

    [Fact]
    public void Reasons_Files_StillNeedThem() =>
        Rule.Holds(
            "the list of reasons names only files that need one",
            Reasons.Where(static entry => entry.Value.Length == 0 || !SourceFile.All.Any(file => file.Path == entry.Key && file.Lines > NeedsReason)).Select(static entry => entry.Key));

    [Fact]
    public void Types_SplitOverFiles_AreMeasuredTogether() =>
        Rule.Holds(
            $"a type split over several files has at most {NeedsReason} lines in all: partial is not a way to hide size",
            from file in SourceFile.Product
            from type in file.TopLevelTypes.Distinct(StringComparer.Ordinal)
            group file by (Folder: Path.GetDirectoryName(file.Path), Type: type) into parts
            where parts.Count() > 1 && parts.Sum(static part => part.Lines) > NeedsReason
            select $"{parts.Key.Type}: {string.Join(", ", parts.Select(static part => $"{part.Path} {part.Lines}"))}");
}
