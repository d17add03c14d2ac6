namespace AgentFunctions.Core.Memory.Store.Text;

/// <summary>How much comparing one request may take: steps, each a look at one word or one text. A request that was given up ends at the next.</summary>
/// <param name="most">When they are spent, nothing more is compared.</param>
/// <param name="cancellationToken">Ends it.</param>
internal sealed class RecallWork(long most, CancellationToken cancellationToken)
{
    /// <summary>For all drafts of a request.</summary>
    public const long MostOfRequest = 50_000_000;

    /// <summary>What it takes to read a character of what was given.</summary>
    public const int OfCharacter = 10;

    public long Spent { get; private set; }

    /// <summary>What is not compared by now counts as given.</summary>
    public bool IsSpent => Spent > most;

    /// <exception cref="OperationCanceledException">The request was given up.</exception>
    public void Spend(long steps)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Spent += steps;
    }
}
