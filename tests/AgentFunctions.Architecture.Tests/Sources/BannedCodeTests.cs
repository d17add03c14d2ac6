using System.Text.RegularExpressions;
using AgentFunctions.Architecture.Tests.Repository;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AgentFunctions.Architecture.Tests.Sources;

/// <summary>What the analyzer cannot be told, or must not be told away.</summary>
public sealed partial class BannedCodeTests
{
    private static readonly string[] BannedCalls = ["Task.Run", "Task.Factory.StartNew", "Thread.Sleep", "Channel.CreateUnbounded", "ThreadPool.QueueUserWorkItem", "GC.Collect"];

    // Path and reason of every file that may block on a task.
    private static readonly Dictionary<string, string> MayBlock = new(StringComparer.Ordinal)
    {
        ["src/AgentFunctions.Embedded/Documents/Writing/StoreWriter.cs"] = "the writer of a SQLite file is a thread of its own and rests on its queue",
    };

    [Fact]
    public void Product_ConfigureAwait_IsNotUsed() =>
        Rule.Holds("no ConfigureAwait: there is no synchronisation context", Calls(static name => name == "ConfigureAwait"));

    [Fact]
    public void Product_BannedCalls_AreNotUsed() =>
        Rule.Holds(
            "no Task.Run, no Thread.Sleep, no unbounded channel, no hand-made pool work",
            from file in SourceFile.Product
            from access in file.Nodes<MemberAccessExpressionSyntax>()
            let text = $"{access.Expression}.{access.Name.Identifier.Text}"
            where BannedCalls.Any(call => text == call || text.EndsWith("." + call, StringComparison.Ordinal))
            select file.At(access));

    [Fact]
    public void Product_BlockingWaits_AreNotUsed() =>
        Rule.Holds(
            "nothing blocks on a task: no GetAwaiter().GetResult() outside the listed threads of their own",
            Calls(static name => name == "GetResult").Where(static call => !MayBlock.Keys.Any(path => call.StartsWith(path + ":", StringComparison.Ordinal))));

    [Fact]
    public void Code_AsyncVoid_IsNotUsed() =>
        Rule.Holds(
            "no async void",
            from file in SourceFile.All
            from method in file.Nodes<MethodDeclarationSyntax>()
            where method.Modifiers.Any(static modifier => modifier.IsKind(SyntaxKind.AsyncKeyword)) && method.ReturnType.ToString() == "void"
            select file.At(method));

    [Fact]
    public void Tests_Skip_IsNotUsed() =>
        Rule.Holds(
            "no test is skipped: it passes, fails, or does not exist; but for one against a real account, which says what it needs",
            from file in SourceFile.All
            where file.Path.StartsWith("tests/", StringComparison.Ordinal) && !file.Path.EndsWith("/RealAccountFactAttribute.cs", StringComparison.Ordinal)
            from skip in file.Nodes<AttributeArgumentSyntax>().Where(static argument => argument.NameEquals?.Name.Identifier.Text.StartsWith("Skip", StringComparison.Ordinal) == true)
                .Concat<SyntaxNode>(file.Nodes<AssignmentExpressionSyntax>().Where(static assignment => assignment.Left.ToString() is "Skip" or "this.Skip"))
                .Concat(file.Nodes<PropertyDeclarationSyntax>().Where(static property => property.Identifier.Text == "Skip"))
            select file.At(skip));

    [Fact]
    public void Code_PragmaDisable_HasAReason() =>
        Rule.Holds(
            "a #pragma warning disable carries its reason in a comment on the same line",
            from file in SourceFile.All
            from line in file.Text.Split('\n')
            where PragmaWithoutReason().IsMatch(line)
            select $"{file.Path}: {line.Trim()}");

    [Fact]
    public void Code_SuppressMessage_HasAJustification() =>
        Rule.Holds(
            "a SuppressMessage carries its justification",
            from file in SourceFile.All
            from attribute in file.Nodes<AttributeSyntax>()
            where attribute.Name.ToString().EndsWith("SuppressMessage", StringComparison.Ordinal)
                && attribute.ArgumentList?.Arguments.Any(static argument => argument.NameEquals?.Name.Identifier.Text == "Justification") != true
            select file.At(attribute));

    [Fact]
    public void Functions_EmbeddedWorkflows_AreNotRegistered() =>
        Rule.Holds(
            "the Functions host runs workflows on Durable Functions: the embedded engine is the local host's",
            Calls(static name => name == "AddEmbeddedWorkflows").Where(static call => !call.StartsWith("src/AgentFunctions.LocalHost/", StringComparison.Ordinal)));

    private static IEnumerable<string> Calls(Func<string, bool> isBanned) =>
        from file in SourceFile.Product
        from call in file.Nodes<InvocationExpressionSyntax>()
        where call.Expression is MemberAccessExpressionSyntax access && isBanned(access.Name.Identifier.Text)
        select file.At(call);

    [GeneratedRegex(@"^\s*#pragma\s+warning\s+disable\b(?!.*//\s*\S)")]
    private static partial Regex PragmaWithoutReason();
}
